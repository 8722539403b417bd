import type { CommitItem } from '@motcua/core/contract';

/** A start of time for the benchmark: 2026-01-05 08:00 in Hà Nội. */
const AT = Date.UTC(2026, 0, 5, 1);

/** A commit as the dossier workflow makes them: an envelope of some kilobytes, a moved timer, one message. */
export function benchItem(caseNumber: number, revision: number): CommitItem {
  const tenant = 'hanoi';
  const caseId = `dossier-${String(caseNumber).padStart(7, '0')}`;
  const commandId = `${caseId}/${revision}`;
  const at = AT + revision * 60_000;
  const state = revision % 2 === 0 ? 'processing.examining' : 'processing.approving';
  const actor = { kind: 'person' as const, id: 'officer-17', unit: 'ward-3', roles: ['officer'] };
  const fact = { type: 'dossier.moved', state, by: actor.id };
  const dueAt = AT + 7 * 86_400_000;
  const deadline = { name: 'result', status: 'running' as const, dueAt, soonAt: dueAt - 86_400_000 };
  const timers = ['warn', 'due', 'escalate'].map((rung, step) => ({
    key: `deadline/result/1/${rung}/1`,
    fireAt: dueAt + (step - 1) * 3_600_000,
  }));
  return {
    tenant,
    caseId,
    commandId,
    expectedRevision: revision - 1,
    reply: { status: 'accepted', caseId, revision, state, facts: [fact], deadlines: [] },
    audit: { tenant, caseId, commandId, at, actor, action: 'move', outcome: 'accepted', revision },
    change: {
      envelope: {
        format: 1,
        tenant,
        caseId,
        workflow: 'dossier',
        version: '1.0.0',
        definitionHash: 'f'.repeat(64),
        revision,
        status: 'active',
        machine: {
          value: state,
          context: { revision, form: 'x'.repeat(1500), papers: Array.from({ length: 8 }, paper) },
        },
        state,
        tags: ['counting'],
        deadlines: [],
        timers: [],
        custody: [{ from: AT, holder: { kind: 'unit', id: 'ward-3' } }],
        children: {},
        index: {
          subject: `citizen-${caseNumber}`,
          unit: `ward-${caseNumber % 50}`,
          assignee: `officer-${caseNumber % 200}`,
          code: `H29.12-${caseNumber}`,
          category: `1.00${caseNumber % 9}`,
          text: 'Nguyễn Thị Ánh Nguyệt, cấp đổi giấy phép xây dựng',
        },
        deadline,
        openedAt: AT,
        writtenAt: at,
        occurredAt: at,
      },
      journal: {
        tenant,
        caseId,
        revision,
        command: {
          type: 'send',
          id: commandId,
          tenant,
          caseId,
          actor,
          occurredAt: at,
          receivedAt: at,
          event: { type: 'move' },
        },
        from: 'processing',
        to: state,
        facts: [fact],
        ledger: [],
      },
      // One timer moves with every commit; the others stay as they are.
      timers: [...timers, { key: `after/reminder/${revision}`, fireAt: at + 86_400_000 }],
      outbox: [
        {
          id: `${caseId}:${revision}:0`,
          tenant,
          caseId,
          revision,
          index: 0,
          topic: fact.type,
          payload: fact,
          createdAt: at,
          destination: 'mail',
        },
      ],
    },
  };
}

function paper(_: unknown, number: number) {
  return { kind: `paper-${number}`, received: true, note: 'bản sao có chứng thực' };
}
