import type { EventObject } from '@motcua/core';
import type { Office } from './office.ts';
import { officerOf, type PersonName, people } from './people.ts';
import type { Inspected } from './units.ts';

export const PLAN = 'ke-hoach-2021';
export const ROUND = `${PLAN}/round.hiep-hoa.1`;
/** The inspection of the year after. */
export const AGAIN = 'kt-2022-04';
export const remedyOf = (finding: string): string => `${ROUND}/remedy.${finding}.1`;

type Input = Readonly<Record<string, unknown>> | ((office: Office) => Promise<Readonly<Record<string, unknown>>>);

/** One thing somebody does, on the wall at UTC+7. */
export interface Act {
  readonly at: string;
  readonly who: PersonName | { readonly officerOf: Inspected };
  readonly caseId: string;
  /** Opens the case with this input instead of sending an event. */
  readonly opens?: { readonly workflow: string; readonly input: Input };
  readonly does?: EventObject | ((office: Office, folder: string) => Promise<EventObject>);
}

export const actorOf = ({ who }: Act) => (typeof who === 'string' ? people[who] : officerOf(who.officerOf));

export const evidence = [{ kind: 'record' as const, reference: 'Biên bản nghiệm thu' }];
