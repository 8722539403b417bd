import type { ActorName } from '../office/index.ts';
import type { PlannedCommand } from '../worker/protocol.ts';
import type { Random } from './random.ts';

/** A command, and what its caller does about it besides waiting. */
export interface PlannedStep {
  readonly command: PlannedCommand;
  /** Sends it once more later, although it was answered. */
  readonly repeats: 'once' | 'again-later';
  /** When the worker dies before it answers: most callers send the same id again, some give up. */
  readonly onSilence: 'send-again' | 'give-up';
}

interface Step extends Pick<PlannedCommand, 'actor' | 'act'> {
  /** The sub-case it is for, by its key and number; absent: the case itself. */
  readonly subCase?: string;
}

const send = (actor: ActorName, type: string): Step => ({ actor, act: { type: 'send', event: { type } } });
const opine = (type: string, subCase: string): Step => ({ ...send('consultee', type), subCase });
const extend = (hours: number): Step => ({ actor: 'head', act: { type: 'extend', hours } });

/** What can become of a case between its acceptance and its end. */
const episodes: readonly (readonly Step[])[] = [
  [send('officer', 'papers.request'), send('clerk', 'papers.bring')],
  [send('officer', 'papers.request')],
  [send('officer', 'consult')],
  [send('officer', 'consult'), send('officer', 'consult.recall')],
  [send('officer', 'consult'), send('officer', 'consult'), send('clerk', 'papers.bring')],
  [send('officer', 'consult'), opine('note', 'police.1'), opine('agree', 'police.1')],
  [send('officer', 'consult'), opine('object', 'police.1'), send('officer', 'consult'), opine('agree', 'police.2')],
  [{ actor: 'officer', act: { type: 'send', event: { type: 'apologise', hours: 4 } } }],
  [extend(5)],
  [extend(2), extend(3), extend(4), extend(5)],
  [{ actor: 'head', act: { type: 'waive' } }],
  [send('clerk', 'grant')],
  [send('officer', 'no.such.event')],
  [],
  [],
];

const endings: readonly (readonly Step[])[] = [
  [send('officer', 'grant')],
  [send('officer', 'grant'), send('officer', 'grant')],
  [send('officer', 'grant'), send('clerk', 'withdraw')],
  [send('clerk', 'withdraw')],
  [],
];

/** The commands of one caller, without end: the lives of several cases at a time, mixed. Depends on the seed only. */
export function* planOf(caller: string, random: Random): Generator<PlannedStep> {
  let opened = 0;
  let sent = 0;
  const lives: { readonly caseId: string; readonly steps: Step[] }[] = [];
  for (;;) {
    while (lives.length < 6) {
      opened += 1;
      lives.push({ caseId: `${caller}-${opened}`, steps: lifeOf(random) });
    }
    const place = random.between(0, lives.length - 1);
    const life = lives[place] as (typeof lives)[number];
    const step = life.steps.shift();
    if (step === undefined) {
      lives.splice(place, 1);
      continue;
    }
    sent += 1;
    const { subCase, ...what } = step;
    const caseId = random.chance(0.05) ? foreignCase(caller, opened, random) : life.caseId;
    yield {
      command: {
        id: `${caller}#${sent}`,
        caseId: subCase === undefined ? caseId : `${caseId}/${subCase}`,
        ...what,
        ...(step.act.type !== 'open' && random.chance(0.1) && { occurredAgoMs: random.between(0, 4 * 3_600_000) }),
      },
      repeats: random.chance(0.1) ? 'again-later' : 'once',
      onSilence: random.chance(0.9) ? 'send-again' : 'give-up',
    };
  }
}

function lifeOf(random: Random): Step[] {
  const interruption = random.pick(['pause', 'exclude', 'restart'] as const);
  const applicant = random.pick(['Nguyễn Thị Ánh', 'Trần Văn Đức', 'Lê Hoàng Yến', 'Phạm Gia Bảo']);
  const open: Step = { actor: 'clerk', act: { type: 'open', input: { applicant, interruption } } };
  const middle = Array.from({ length: random.between(0, 4) }, () => random.pick(episodes)).flat();
  return [open, send('clerk', 'accept'), ...middle, ...random.pick(endings)];
}

/** A case of somebody else, or one that is not there: callers meet, and they err. */
function foreignCase(caller: string, opened: number, random: Random): string {
  const other = random.pick(['c0', 'c1', 'c2', 'c3'].filter((name) => name !== caller));
  return `${other}-${random.between(Math.max(1, opened - 5), opened)}`;
}
