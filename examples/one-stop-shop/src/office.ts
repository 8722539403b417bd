import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type CaseSummary,
  type Clock,
  createEngine,
  type Engine,
  type JournalEntry,
  rulesAuthorizer,
} from '@motcua/core';
import {
  consultationWorkflow,
  dossierWorkflow,
  type ProcedureRegistry,
  procedureRegistry,
  type UnitTree,
  unitTree,
} from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import { printingRoom } from './printing-room.ts';

export const TENANT = 'tinh-h02';

const data = (name: string): unknown[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'data', name), 'utf8')) as unknown[];

/** The office: an engine on one SQLite file, with its procedures, its units and its printing room. */
export interface Office {
  readonly engine: Engine;
  readonly procedures: ProcedureRegistry;
  readonly units: UnitTree;
  readonly lettersFile: string;
  /** Was this command answered before, perhaps by a process that is dead now? */
  knows(commandId: string): Promise<boolean>;
  allCases(): Promise<readonly CaseSummary[]>;
  history(caseId: string): Promise<readonly JournalEntry[]>;
  close(): Promise<void>;
}

export async function openOffice(folder: string, clock?: Clock): Promise<Office> {
  const units = unitTree(data('units.json'));
  const store = createSqliteStore({ file: join(folder, 'dossiers.db') });
  const lettersFile = join(folder, 'letters.jsonl');
  const engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    store,
    calendars: [vietnamCalendar()],
    authorizer: rulesAuthorizer({ isWithin: units.isWithin }),
    adapters: { 'printing-room': printingRoom(lettersFile) },
    needs: { durable: true },
    ...(clock && { clock }),
  });
  await engine.start({ background: false });
  return {
    engine,
    procedures: procedureRegistry(data('procedures.json')),
    units,
    lettersFile,
    knows: async (commandId) => (await store.cases.reply({ tenant: TENANT, commandId })) !== undefined,
    async allCases() {
      const cases: CaseSummary[] = [];
      let cursor: string | undefined;
      do {
        const page = await engine.find({
          tenant: TENANT,
          order: 'openedAt',
          limit: 100,
          ...(cursor !== undefined && { cursor }),
        });
        cases.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      return cases;
    },
    history: (caseId) => engine.history({ tenant: TENANT, caseId }),
    close: () => engine.stop(),
  };
}
