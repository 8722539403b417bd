import { canonicalText } from '../canonical/canonical-text.js';
import { utf8 } from '../encoding/bytes.js';
import { sha256 } from '../tree/hash.js';
import type { LogRecord } from './records.js';

/** Version of the schema with the profile `record_integrity`. */
const SCHEMA_VERSION = '1.9.0-dev';
/** Entity Management, of the category Identity & Access Management. */
const [CLASS, CATEGORY] = [3004, 3];
const [CREATE, READ, UPDATE, DELETE, OTHER] = [1, 2, 3, 4, 99];
const SHA_256 = { algorithm: 'SHA-256', algorithm_id: 3 };

const activities: Readonly<Record<string, number>> = {
  read: READ,
  search: READ,
  export: READ,
  erasure: DELETE,
  disposal: DELETE,
};

/**
 * Records as events of OCSF, class Entity Management, with the profile record_integrity: each event holds the fingerprint
 * of the event before it, so that a security system sees when one of its copies is missing. `raw_data` is the record
 * itself, whose proof is in the log.
 */
export function createOcsfExport({ origin, size }: { readonly origin: string; readonly size: number }) {
  let previous: { readonly uid: string; readonly fingerprint: string } | undefined;
  return {
    event({ index, leaf, text }: LogRecord): object {
      const { body, caseSeq } = leaf;
      const uid = `${origin}/${index}`;
      const activity = activities[body.type] ?? (body.type === 'transition' && caseSeq === 1 ? CREATE : UPDATE);
      const isSuccess = body.outcome === 'accepted';
      const attestation = {
        authority_uid: origin,
        chain_uid: `${origin}@${size}`,
        ...(previous && {
          prev_event: { uid: previous.uid, fingerprint: { ...SHA_256, value: previous.fingerprint } },
        }),
      };
      const event = {
        activity_id: isSuccess || activity === READ ? activity : OTHER,
        activity_name: body.action,
        category_uid: CATEGORY,
        class_uid: CLASS,
        type_uid: CLASS * 100 + (isSuccess || activity === READ ? activity : OTHER),
        time: Date.parse(body.recordedAt),
        severity_id: 1,
        status_id: isSuccess ? 1 : 2,
        status: isSuccess ? 'Success' : 'Failure',
        ...(body.code !== undefined && { status_code: body.code }),
        actor: {
          user: {
            uid: body.actor.id,
            type: body.actor.kind,
            ...(body.actor.unit !== undefined && { org: { uid: body.actor.unit } }),
          },
        },
        entity: {
          type_id: OTHER,
          type: 'case',
          uid: body.case,
          name: body.case,
          ...(body.from !== undefined && { data: { state: body.from } }),
        },
        ...(body.to !== undefined && {
          updated_entity: { type_id: OTHER, type: 'case', uid: body.case, name: body.case, data: { state: body.to } },
        }),
        metadata: {
          version: SCHEMA_VERSION,
          profiles: ['record_integrity'],
          product: { name: 'motcua', vendor_name: 'motcua' },
          log_name: origin,
          uid,
          original_event_uid: body.id,
          original_time: body.occurredAt,
          sequence: index,
          tenant_uid: body.tenant,
          event_code: body.type,
        },
        ...(body.corrects !== undefined && { unmapped: { corrects: body.corrects } }),
        raw_data: text,
        raw_data_hash: { ...SHA_256, value: sha256(utf8(text)).toString('hex') },
      };
      // What is hashed: the event with the attestation, but for the fingerprint itself.
      const canonical = canonicalText({ ...event, attestation_list: [attestation] });
      const fingerprint = sha256(utf8(canonical)).toString('hex');
      previous = { uid, fingerprint };
      return {
        ...event,
        attestation_list: [{ ...attestation, fingerprint: { ...SHA_256, value: fingerprint } }],
      };
    },
  };
}
