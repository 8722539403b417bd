import type { EncodedBatch } from './batch.js';
import type { BinaryWriter } from './binary.js';
import { itemFields, laneFields, messageFields } from './commit-rows.js';

/** The types of `commit`'s arguments in one schema, by the numbers the database gave them. */
export type CommitTypes = Readonly<Record<'item' | 'message' | 'lane', number>>;

const typeNames = { item: 'commit_item', message: 'commit_message', lane: 'commit_lane' } as const;

/** The columns of {@link CommitTypes}. */
export const typesSql = (schema: string): string =>
  Object.entries(typeNames)
    .map(([type, name]) => `'${schema}.${name}'::regtype::oid::bigint::float8 AS ${type}`)
    .join(', ');

/** A statement that commits a batch. */
export interface CommitCall {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** For a connection of `pg`: the arguments in binary. They are good until something else is written. */
export function binaryCall(schema: string, types: CommitTypes, batch: EncodedBatch, writer: BinaryWriter): CommitCall {
  const values = [
    batch.waves,
    writer.rowArray(types.item, itemFields, batch.items),
    writer.textArray(batch.replies),
    writer.textArray(batch.audits),
    writer.textArray(batch.envelopes),
    writer.textArray(batch.summaries),
    writer.textArray(batch.journals),
    writer.rowArray(types.message, messageFields, batch.messages),
    writer.rowArray(types.lane, laneFields, batch.lanes),
    writer.textArray(batch.bodies),
    writer.textArray(batch.disclosed),
  ];
  return { ...called(schema, values.map(place)), values };
}

/** For a connection of the caller, who may hand on no more than texts, numbers and arrays of texts. */
export function textCall(schema: string, batch: EncodedBatch): CommitCall {
  const parameters: string[] = [];
  const values: unknown[] = [];
  const given = (value: unknown) => void parameters.push(`$${values.push(value)}`);
  const rows = (type: keyof CommitTypes, value: readonly object[]) => {
    const parameter = values.push(JSON.stringify(value));
    parameters.push(`ARRAY(SELECT json_populate_recordset(NULL::${schema}.${typeNames[type]}, $${parameter}::json))`);
  };
  given(batch.waves);
  rows('item', batch.items);
  for (const texts of [batch.replies, batch.audits, batch.envelopes, batch.summaries, batch.journals]) given(texts);
  rows('message', batch.messages);
  rows('lane', batch.lanes);
  for (const texts of [batch.bodies, batch.disclosed]) given(texts);
  return { ...called(schema, parameters), values };
}

const place = (_value: unknown, index: number): string => `$${index + 1}`;

const called = (schema: string, parameters: readonly string[]): Pick<CommitCall, 'name' | 'text'> => ({
  name: 'commit',
  text: `SELECT ord, revision, reply FROM ${schema}.commit(${parameters.join(', ')})`,
});
