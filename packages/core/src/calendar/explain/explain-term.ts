import type { Budget, Instant } from '../../contract/time.js';
import { type Stage, stagesOf } from '../due.js';
import { sortedInterruptions } from '../spans.js';
import type { Timeline } from '../timeline.js';
import type { Explanation, Term } from '../types.js';
import { createNarration, type Narration, tell } from './narration.js';
import { isProvisional, provisionalText } from './provisional.js';
import { tellFirstPhase, tellKept, tellLaterPhase } from './tell-phase.js';
import { budgetText, endText, momentText, text } from './words.js';

/** The derivation of {@link Calendar.due}: every day from the receipt to the end, and the rule that decided it. */
export function explainDue(line: Timeline, term: Term): Explanation {
  const { counting } = term;
  const interruptions = sortedInterruptions(term.interruptions);
  const stages = stagesOf(line, term);
  const { end: due, endDay } = stages.at(-1) as Stage;
  const narration = createNarration(line);

  for (const stage of stages) {
    narration.used = 0;
    if (stage.kind === 'first') tellFirstPhase(narration, { ...stage, counting, interruptions });
    else if (stage.kind === 'later') tellLaterPhase(narration, { ...stage, counting, interruptions }, stage.day);
    else tellKept(narration, stage);
  }

  const covered = due > (line.midnight[0] as number) && due <= (line.midnight[line.days] as number);
  if (covered) {
    const at = endText(line, endDay, due);
    tell(narration, endDay, 'due', text(`hết hạn lúc ${at.vi.slice(0, 5)}`, `due at ${at.en.slice(0, 5)}`));
  }
  const budgets = stages.flatMap((stage) => (stage.kind === 'kept' ? [] : [stage.budget]));
  return closeExplanation(narration, term, budgets, due);
}

/** A procedure that is settled on the spot has a term of no days. */
const SAME_DAY = text('trong ngày', 'the same day');
const isSameDay = (budget: Budget): boolean => 'unit' in budget && budget.amount === 0 && budget.unit === 'workingDay';

function closeExplanation(narration: Narration, term: Term, phases: readonly Budget[], due: Instant): Explanation {
  const { line, steps } = narration;
  const { id, version, zone } = line.definition;
  const [first] = phases as readonly [Budget];
  const provisional = isProvisional(line, term.from, due);
  const length = phases.map((phase, index) => (index === 0 && isSameDay(phase) ? SAME_DAY : budgetText(line, phase)));
  const [received, end] = [momentText(line, term.from), dueText(line, due)];
  const note = provisionalText(provisional);
  return {
    calendar: { id, version, zone },
    from: term.from,
    to: due,
    amount: 'unit' in first ? first.amount : 0,
    unit: 'unit' in first ? first.unit : 'until',
    steps,
    provisional,
    text: text(
      `Thời hạn ${length.map(({ vi }) => vi).join(', rồi ')}, tiếp nhận lúc ${received.vi}: hết hạn lúc ${end.vi} (lịch ${id} ${version}).${note.vi}`,
      `A term ${'unit' in first ? 'of ' : ''}${length.map(({ en }) => en).join(', then ')}, received at ${received.en}: due at ${end.en} (calendar ${id} ${version}).${note.en}`,
    ),
  };
}

function dueText(line: Timeline, due: Instant): ReturnType<typeof text> {
  const day = line.nearestDay(due - 1);
  return due > (line.midnight[0] as number) && day < line.days && due === line.midnight[day + 1]
    ? endText(line, day, due)
    : momentText(line, due);
}
