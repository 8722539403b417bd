import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Clock, createEngine, type Engine, type EngineOptions, rulesAuthorizer, type Store } from '@motcua/core';
import { consultationWorkflow, dossierWorkflow, type ProcedureRegistry, procedureRegistry } from '@motcua/core/dossier';
import { inspectionWorkflows } from '@motcua/core/inspection';
import { createSqliteStore } from '@motcua/store-sqlite';
import { isWithin } from './units.ts';

export const TENANT = 'bac-giang';
export const DATABASE = 'province.db';

/** One engine for the dossiers and the inspection of them, on one SQLite file. */
export interface Office {
  readonly engine: Engine;
  readonly store: Store;
  readonly procedures: ProcedureRegistry;
  /** Was this command answered before, perhaps by a process that is dead now? */
  knows(commandId: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function openOffice(
  folder: string,
  clock?: Clock,
  records: Pick<EngineOptions, 'personalData' | 'audit'> = {},
): Promise<Office> {
  const store = createSqliteStore({ file: join(folder, DATABASE) });
  const engine = createEngine({
    workflows: [...inspectionWorkflows(), dossierWorkflow(), consultationWorkflow()],
    store,
    calendars: [vietnamCalendar()],
    authorizer: rulesAuthorizer({ isWithin }),
    needs: { durable: true },
    ...(clock && { clock }),
    ...records,
  });
  await engine.start({ background: false });
  const procedures: unknown[] = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'data', 'procedures.json'), 'utf8'),
  );
  return {
    engine,
    store,
    procedures: procedureRegistry(procedures),
    knows: async (commandId) => (await store.cases.reply({ tenant: TENANT, commandId })) !== undefined,
    close: () => engine.stop(),
  };
}
