import type { EventObject } from '@motcua/core';
import type { PersonName } from './people.ts';

/** One thing somebody does. Times are those of the office's wall, `YYYY-MM-DD HH:mm` at UTC+7. */
export type Act = {
  readonly at: string;
  readonly who: PersonName | 'applicant';
  readonly dossier: string;
} & (
  | { readonly opens: Opening }
  | { readonly does: EventObject /** The office must refuse this, with this code. */; readonly refused?: string }
);

export interface Opening {
  readonly procedure: string;
  readonly channel: 'counter' | 'post' | 'online';
  readonly applicant: { readonly id: string; readonly name: string };
  readonly oneStop: string;
  readonly delivery?: 'counter' | 'post' | 'online';
}

type Step = readonly [
  at: string,
  who: Act['who'],
  does: EventObject,
  on?: { readonly consultation?: string; readonly refused?: string },
];

/** A dossier's life as a list of steps, its papers named by the procedure. */
export function life(dossier: string, at: string, who: Act['who'], opens: Opening, steps: readonly Step[]): Act[] {
  return [
    { at, who, dossier, opens },
    ...steps.map(
      ([when, by, does, { consultation, refused } = {}]): Act => ({
        at: when,
        who: by,
        // A consultation is a case of its own: the first one under its key.
        dossier: consultation === undefined ? dossier : `${dossier}/${consultation}.1`,
        does,
        ...(refused !== undefined && { refused }),
      }),
    ),
  ];
}

export const commune = { oneStop: 'commune-a.one-stop' } as const;
export const accept = (...papers: string[]): EventObject => ({
  type: 'accept',
  papers: papers.map((id) => ({ id, originals: 1, digitised: true })),
});
export const transfer = (unit: string, assignee?: string): EventObject => ({
  type: 'transfer',
  unit,
  ...(assignee !== undefined && { assignee }),
});
export const granted: EventObject = { type: 'draft.submit', outcome: 'granted' };
export const sign: EventObject = { type: 'sign' };
export const issue = (number: string): EventObject => ({ type: 'result.issue', number });
export const toCounter: EventObject = { type: 'result.transfer' };
export const collect = (receivedBy: string): EventObject => ({ type: 'result.collect', receivedBy });

export const justice = 'commune-a.justice';
export const economy = 'commune-a.economy';
export const police = 'commune-a.police';
