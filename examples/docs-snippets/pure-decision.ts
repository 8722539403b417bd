// #region decide
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Command, type DecisionEnv, decide, parseInstant, rulesAuthorizer } from '@motcua/core';
import { pavementPermit } from './pavement-workflow.js';

const calendar = vietnamCalendar();
const env: DecisionEnv = {
  calendars: { current: () => calendar, get: () => calendar },
  authorizer: rulesAuthorizer(),
};

/** No store, no clock: the time is on the command. The same three arguments always give the same decision. */
export function opening(): ReturnType<typeof decide> {
  const at = parseInstant('2026-03-02T09:00:00+07:00');
  const command: Command = {
    type: 'open',
    id: 'command-1',
    tenant: 'bac-giang',
    caseId: 'permit-1',
    actor: { kind: 'person', id: 'lan', unit: 'h29', roles: ['clerk'] },
    occurredAt: at,
    receivedAt: at,
    workflow: 'pavement-permit',
    version: '1',
    input: { applicant: 'An', unit: 'h29', days: 10 },
  };
  return decide(pavementPermit, undefined, command, env);
}
// #endregion
