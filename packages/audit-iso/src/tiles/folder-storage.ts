import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { MotcuaError } from '@motcua/core/contract';
import type { LogStorage } from './storage.js';

/**
 * A log in a folder. An object is written beside its place, flushed to the disk and renamed, so that a power cut leaves
 * the old one or the new one.
 *
 * @throws MC_AUDIT_STORAGE_FAILED
 */
export function createFolderStorage(folder: string): LogStorage {
  const pathOf = (name: string): string => {
    if (isAbsolute(name) || normalize(name).startsWith('..'))
      throw failed('find', name, new Error('outside the folder'));
    return join(folder, name);
  };
  const failed = (operation: string, name: string, cause: unknown) =>
    new MotcuaError('MC_AUDIT_STORAGE_FAILED', {
      happened: `The log in ${folder} could not ${operation} ${name}: ${cause instanceof Error ? cause.message : String(cause)}`,
      expected: 'a folder on a local disk that can be read and written',
      remedy: 'look at the disk and at the rights of the folder; the call can be repeated',
      details: { folder, operation, name },
      cause,
    });
  return {
    async get(name) {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw failed('read', name, error);
      }
    },
    async put(name, data) {
      const path = pathOf(name);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeDurably(path, data);
      } catch (error) {
        throw failed('write', name, error);
      }
    },
    async remove(name) {
      try {
        await rm(pathOf(name), { force: true });
      } catch (error) {
        throw failed('remove', name, error);
      }
    },
  };
}

async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  const beside = `${path}.writing`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  await flushFolder(dirname(path));
}

/** The new name itself is on the disk only when its folder is. Windows has no such call, and needs none. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as { readonly code?: string } | null)?.code ?? '');
