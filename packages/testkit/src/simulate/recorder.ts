import type { Calendar, Command, DeliveryResult, Destination, Engine, Fact, Instant, JournalEntry } from '@motcua/core';
import type { SimulatedDelivery, SimulatedFact } from './simulation.js';

/** Writes down what happens in a simulation. */
export interface Recorder {
  readonly facts: readonly SimulatedFact[];
  readonly deliveries: readonly SimulatedDelivery[];
  readonly lines: readonly string[];
  /** The adapter, with every call written down. */
  record(destination: string, adapter: Destination): Destination;
  listenTo(engine: Engine): void;
}

export function recorder(calendar: Calendar, now: () => Instant): Recorder {
  const facts: SimulatedFact[] = [];
  const deliveries: SimulatedDelivery[] = [];
  const lines: string[] = [];
  const when = () => calendar.format(now());

  return {
    facts,
    deliveries,
    lines,
    record: (destination, adapter) => ({
      contractVersion: adapter.contractVersion,
      topics: adapter.topics,
      // What the engine asks an adapter for, it asks the recorded one.
      ...('role' in adapter && { role: adapter.role }),
      async deliver(message, context) {
        const { topic, caseId, payload } = message;
        const base = { destination, topic, caseId, payload, attempt: context.attempt, when: when(), message };
        const place = deliveries.push({ ...base, status: 'pending' }) - 1;
        const note = (status: SimulatedDelivery['status']) => {
          deliveries[place] = { ...base, status };
        };
        try {
          const result: DeliveryResult = await adapter.deliver(message, context);
          note(result.status);
          return result;
        } catch (error) {
          note('threw');
          throw error;
        }
      },
    }),
    listenTo(engine) {
      engine.on('committed', ({ journal }) => {
        facts.push(...journal.facts.map((fact) => ({ ...fact, caseId: journal.caseId, when: when() })));
        lines.push(`${when()} ${lineOf(journal)}`);
      });
      engine.on('refused', ({ reply, action, actor }) => {
        lines.push(`${when()} ${reply.caseId} ${action} by ${actor}: ${reply.status} ${reply.code}`);
      });
    },
  };
}

function lineOf({ caseId, command, from, to, facts }: JournalEntry): string {
  const move = from === to ? to : `${from === '' ? '' : `${from} `}→ ${to}`;
  return [`${caseId} ${wordsOf(command)}: ${move}`, ...facts.map(factWords)].join('; ');
}

function wordsOf(command: Command): string {
  switch (command.type) {
    case 'send':
      return `${command.event.type} by ${command.actor.id}`;
    case 'fire':
      return command.timer;
    case 'answer':
    case 'instruct':
      return `${command.event.type} from ${command.type === 'answer' ? command.key : command.from}`;
    case 'open':
      return `open by ${command.actor.id}`;
    case 'migrate':
      return `migrate to ${command.to.version} by ${command.actor.id}`;
    case 'extend':
    case 'waive':
      return `${command.type} ${command.deadline} by ${command.actor.id}`;
    case 'reproject':
      return `reproject onto ${command.calendar.id}@${command.calendar.version} by ${command.actor.id}`;
    case 'protect':
    case 'erase':
      return `${command.type} by ${command.actor.id}`;
  }
}

const factWords = (fact: Fact): string => {
  const details = [fact['deadline'], fact['rung']].filter((part) => typeof part === 'string');
  return details.length === 0 ? fact.type : `${fact.type} ${details.join('/')}`;
};
