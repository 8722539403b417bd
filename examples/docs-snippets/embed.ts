// #region engine
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, rulesAuthorizer } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import { opinion } from './opinion.js';
import { pavementPermit } from './pavement-workflow.js';
import { type RegisterClient, registerConnector } from './register-adapter.js';

const parents: Readonly<Record<string, string>> = { 'h29-urban': 'h29', h29: 'province' };

export function permitEngine(file: string, client: RegisterClient) {
  return createEngine({
    workflows: [pavementPermit, opinion],
    store: createSqliteStore({ file }),
    calendars: [vietnamCalendar()],
    adapters: { register: registerConnector(client) },
    authorizer: rulesAuthorizer({
      isWithin: ({ unit, ancestor }) => {
        for (let at: string | undefined = unit; at !== undefined; at = parents[at]) if (at === ancestor) return true;
        return false;
      },
    }),
    needs: { durable: true },
  });
}
// #endregion
