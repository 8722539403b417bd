import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope, Command, EventObject, JournalEntry } from '../../contract/case.js';
import type { OutboxRow } from '../../contract/store.js';
import { eachText, isGap, type PersonalValue } from './collect.js';
import type { People } from './people.js';
import { valueAt } from './pointer.js';
import type { KnownCase } from './protected-case.js';
import type { Leaf } from './sealer.js';

export function contextLeaves(
  people: People,
  { machine: { context } }: CaseEnvelope,
  values: readonly PersonalValue[],
  known: KnownCase | undefined,
): readonly Leaf[] {
  const leaves = leavesOf(people, values);
  const whole = { machine: { context } };
  for (const [pointer, { value, subjects }] of known?.places ?? []) {
    // What was encrypted stays so while it is the same.
    if (pointer.startsWith('/machine/context/') && !leaves.has(pointer) && valueAt(whole, pointer) === value) {
      leaves.set(pointer, people.leaf(pointer, value, subjects));
    }
  }
  addIds(people, context, '/machine/context', leaves);
  return [...leaves.values()];
}

/** What else of a case may be about a person: where no schema says so, the value does. */
export function elsewhereLeaves(
  people: People,
  { machine, timers, custody, deadlines }: CaseEnvelope,
): readonly Leaf[] {
  const leaves = [
    ...valueLeaves(people, machine.output, '/machine/output'),
    ...timers.flatMap(({ event }, index) => eventLeaves(people, event, `/timers/${index}/event`)),
    ...textLeaves(people, deadlines, '/deadlines'),
  ];
  for (const [index, { holder }] of custody.entries()) {
    const about = holder && people.ofValue(holder.id);
    if (about !== undefined) leaves.push(people.leaf(`/custody/${index}/holder/id`, holder?.id, about));
  }
  return leaves;
}

/** What an erasure took away is listed as long as it is not written anew. */
export function withLostPlaces(
  leaves: readonly Leaf[],
  envelope: CaseEnvelope,
  known: KnownCase | undefined,
): readonly Leaf[] {
  const places = new Set(leaves.map(({ pointer }) => pointer));
  const lost = (known?.erased ?? []).flatMap((pointer): Leaf[] => {
    const value = valueAt(envelope, pointer);
    return !places.has(pointer) && isGap(value) ? [{ pointer, value, keys: 'erased' }] : [];
  });
  return [...leaves, ...lost];
}

export function factLeaves(people: People, { facts }: JournalEntry, values: readonly PersonalValue[]): readonly Leaf[] {
  const leaves = leavesOf(people, values);
  for (const [index, fact] of facts.entries()) addFactTexts(people, fact, `/facts/${index}`, leaves);
  return [...leaves.values()];
}

export function payloadLeaves(people: People, row: OutboxRow, values: readonly PersonalValue[]): readonly Leaf[] {
  const leaves = leavesOf(people, values);
  const { payload, topic } = row;
  if (!topic.startsWith('motcua.')) addFactTexts(people, payload, '', leaves);
  else if (topic === 'motcua.case.open') addLeaves(leaves, valueLeaves(people, payload['input'], '/input'));
  else addLeaves(leaves, eventLeaves(people, payload['event'] as EventObject, '/event'));
  return [...leaves.values()];
}

function addFactTexts(people: People, fact: EventObject, base: string, leaves: Map<string, Leaf>): void {
  const { type: _, ...payload } = fact;
  addIds(people, payload, base, leaves);
  addLeaves(leaves, textLeaves(people, payload, base));
}

const leavesOf = (people: People, values: readonly PersonalValue[]): Map<string, Leaf> =>
  new Map(values.map((found) => [found.pointer, people.leafOf(found)]));

/** Adds the texts that are the id of a person, wherever they stand. */
function addIds(people: People, document: unknown, base: string, leaves: Map<string, Leaf>): void {
  eachText(document, base, (text, pointer) => {
    const about = people.ofId(text);
    if (about !== undefined && !leaves.has(pointer)) leaves.set(pointer, people.leaf(pointer, text, about));
  });
}

function addLeaves(leaves: Map<string, Leaf>, more: readonly Leaf[]): void {
  for (const leaf of more) if (!leaves.has(leaf.pointer)) leaves.set(leaf.pointer, leaf);
}

export function commandLeaves(people: People, command: Command, values: readonly PersonalValue[]): readonly Leaf[] {
  const leaves = leavesOf(people, values);
  if (command.type === 'open') addIds(people, command.input, '/command/input', leaves);
  else if ('event' in command) {
    const { type: _, ...payload } = command.event;
    addIds(people, payload, '/command/event', leaves);
    // No schema of this case need say what is personal in the words of another one.
    if (command.type !== 'send') addLeaves(leaves, eventLeaves(people, command.event, '/command/event'));
  }
  return [...leaves.values()];
}

export function actorLeaves(people: People, base: string, { id, name, onBehalfOf }: Actor): readonly Leaf[] {
  const about = people.ofId(id);
  const behalf = onBehalfOf === undefined ? undefined : people.ofId(onBehalfOf);
  return [
    ...(about === undefined ? [] : [people.leaf(`${base}/id`, id, about)]),
    ...(about === undefined || name === undefined ? [] : [people.leaf(`${base}/name`, name, about)]),
    ...(behalf === undefined ? [] : [people.leaf(`${base}/onBehalfOf`, onBehalfOf, behalf)]),
  ];
}

/** The text of a refusal may quote anything of anybody in the case: it can be read while nobody of them is erased. */
export function messageLeaves(
  people: People,
  text: string | undefined,
  known: KnownCase | undefined,
  values: readonly PersonalValue[],
): readonly Leaf[] {
  if (text === undefined) return [];
  if (values.some((found) => people.leafOf(found).keys === 'erased')) {
    return [{ pointer: '/message', value: text, keys: 'erased' }];
  }
  return [people.leaf('/message', text, [...(known?.keys.keys() ?? []), ...people.everybody])];
}

/** Texts under the names the kernel gives to what people write and to who wrote it. */
const KERNEL_TEXTS = new Set(['actor', 'reason', 'legalBasis']);

export function textLeaves(people: People, document: unknown, base: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  eachText(document, base, (text, pointer) => {
    const about = KERNEL_TEXTS.has(pointer.slice(pointer.lastIndexOf('/') + 1)) ? people.ofValue(text) : undefined;
    if (about !== undefined) leaves.push(people.leaf(pointer, text, about));
  });
  return leaves;
}

function valueLeaves(people: People, document: unknown, base: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  eachText(document, base, (text, pointer) => {
    const about = people.ofValue(text);
    if (about !== undefined) leaves.push(people.leaf(pointer, text, about));
  });
  return leaves;
}

function eventLeaves(people: People, event: EventObject, base: string): readonly Leaf[] {
  const { type: _, ...payload } = event;
  return valueLeaves(people, payload, base);
}
