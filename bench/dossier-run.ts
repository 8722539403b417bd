import { readFileSync } from 'node:fs';
import type { Actor, EventObject } from '@motcua/core';
import { type DossierInput, dossierInput, type Procedure, parseProcedure, ROLES } from '@motcua/core/dossier';

export const TENANT = 'bench';
/** Monday 2 March 2026, 08:00 in Hà Nội. */
export const START = Date.UTC(2026, 2, 2, 1);
export const MINUTE_MS = 60_000;

const procedures = JSON.parse(
  readFileSync(new URL('../examples/one-stop-shop/data/procedures.json', import.meta.url), 'utf8'),
) as { readonly code: string }[];

/** Certificate of marital status: three working days, the limit restarts when papers are asked for. */
export const procedure: Procedure = parseProcedure(procedures.find(({ code }) => code === '1.004873'));

const person = (id: string, unit: string, role: string): Actor => ({ kind: 'person', id, unit, roles: [role] });
const counter = person('lan', 'commune.one-stop', ROLES.oneStopOfficer);
const officer = person('minh', 'commune.justice', ROLES.caseOfficer);
const leader = person('binh', 'commune', ROLES.leader);
const clerk = person('bay', 'commune.justice', ROLES.clerk);

export const input = (number: number): DossierInput =>
  dossierInput(procedure, {
    channel: 'counter',
    applicant: {
      id: `citizen-${number}`,
      kind: 'citizen',
      name: 'Nguyễn Thị Ánh Nguyệt',
      address: 'Thôn Đông, xã Bình An',
    },
    oneStop: 'commune.one-stop',
    papers: [],
  });

/** One dossier from acceptance to the citizen's hands. */
export const steps = (number: number): readonly (readonly [Actor, EventObject])[] => [
  [
    counter,
    { type: 'accept', code: `H02.19-260302-${String(number).padStart(4, '0')}`, papers: [{ id: 'declaration' }] },
  ],
  [counter, { type: 'transfer', unit: 'commune.justice', assignee: 'minh' }],
  [
    officer,
    { type: 'supplement.request', items: [{ id: 'copy', content: 'Bản sao giấy tờ' }], reason: 'Thiếu bản sao' },
  ],
  [counter, { type: 'supplement.provide', items: ['copy'], papers: [] }],
  [officer, { type: 'examination.conclude', outcome: 'granted' }],
  [officer, { type: 'draft.submit', outcome: 'granted' }],
  [leader, { type: 'sign' }],
  [clerk, { type: 'result.issue', number: `GXN-${number}` }],
  [clerk, { type: 'result.transfer' }],
  [counter, { type: 'result.collect', receivedBy: 'Nguyễn Thị Ánh Nguyệt' }],
];

export { counter };
