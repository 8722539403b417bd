import type { Finding } from '../src/index.js';
import { clerk, type office, TENANT } from './office.js';

const SYSTEM = 'register';

/** What a clerk can do at an engine: everything is data, so that the engine may run in another process. */
export const deskOf = ({ engine, connections, open, change, row, clock }: Awaited<ReturnType<typeof office>>) => ({
  open: (caseId: string) => open(caseId).then(({ status }) => status),
  change: (caseId: string, status: string) => change(caseId, status).then((reply) => reply.status),
  row,
  rows: async () => (await connections.board.rows({ tenant: TENANT })).rows,
  systems: () => connections.board.systems({ tenant: TENANT }),
  async compare(): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    for await (const finding of connections.reconcile({ tenant: TENANT, system: SYSTEM, actor: clerk }))
      found.push(finding);
    return found;
  },
  repair: (caseId: string, side: 'ours' | 'theirs') =>
    connections
      .repair({ tenant: TENANT, system: SYSTEM, caseId, side, actor: clerk, reason: 'Đối soát tháng 3' })
      .then(({ status }) => status),
  settle: () => engine.settle(),
  nextAt: () => engine.nextAt(),
  now: async () => clock.now(),
  jumpTo: async (at: number) => clock.jumpTo(at),
});

export type Desk = ReturnType<typeof deskOf>;
