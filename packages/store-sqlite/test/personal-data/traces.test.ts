import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tracesIn } from './traces.js';

const name = 'Quách Thuỳ Phượng';
const hidden: readonly (readonly [string, Buffer])[] = [
  ['as it is', Buffer.from(`x${name}y`)],
  ['in decomposed letters', Buffer.from(`x${name.normalize('NFD')}y`)],
  ['folded', Buffer.from('quach thuy phuong')],
  ['word by word', Buffer.from('…Phượng…')],
  ['in UTF-16', Buffer.from(name, 'utf16le')],
  ['in UTF-16, big end first', Buffer.from(name, 'utf16le').swap16()],
  ...[0, 1, 2].map((shift): [string, Buffer] => [
    `in base64, ${shift} bytes from its beginning`,
    Buffer.from(Buffer.from(`${'x'.repeat(shift)}${name}yy`).toString('base64')),
  ]),
  ['in hexadecimal digits', Buffer.from(Buffer.from(name).toString('hex'))],
  ['in JSON escapes', Buffer.from('Qu\\u00e1ch Thu\\u1ef3 Ph\\u01b0\\u1ee3ng')],
];

test.each(hidden)('a search for traces finds a name %s, in the log too', (_how, bytes) => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-traces-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'some.db');
  writeFileSync(file, 'nothing of anybody');
  expect(tracesIn(file, [name])).toEqual([]);
  writeFileSync(`${file}-wal`, Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]));
  expect(tracesIn(file, [name])).not.toEqual([]);
});
