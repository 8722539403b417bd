import type { Command, Fact } from '../../contract/case.js';
import type { WorkflowPlan } from '../../kernel/index.js';
import { collectPersonal, type PersonalValue } from './collect.js';

/**
 * The personal values of a command, by their place in the journal entry; a free text is one.
 *
 * @param context the case's, for persons the command does not name.
 */
export function commandValues(plan: WorkflowPlan, command: Command, context: unknown): readonly PersonalValue[] {
  switch (command.type) {
    case 'open':
      return collectPersonal({ plan: plan.input, document: command.input, base: '/command/input', context });
    case 'send':
    case 'answer':
    case 'instruct': {
      const { event } = command;
      return collectPersonal({ plan: plan.events.get(event.type), document: event, base: '/command/event', context });
    }
    case 'extend':
    case 'waive':
      return [{ pointer: '/command/reason', value: command.reason, person: undefined }];
    default:
      return [];
  }
}

/** The personal values of the facts of a journal entry, by their place in it. */
export const factValues = (plan: WorkflowPlan, facts: readonly Fact[], context: unknown): readonly PersonalValue[] =>
  facts.flatMap((fact, index) =>
    collectPersonal({ plan: plan.facts.get(fact.type), document: fact, base: `/facts/${index}`, context }),
  );
