/**
 * The one table of error and refusal codes: `MC_<AREA>_<PROBLEM>`.
 *
 * `kind` says how a code reaches the caller: `throw` as a {@link MotcuaError}, `reply` as the code of a
 * refused, failed or dropped reply, `both` in either way. `retryable` tells whether the same call may succeed later without a change.
 * Every code has a page under docs/errors and a test that raises it.
 */
export const errorCodes = {
  // Calendar and counting
  MC_CALENDAR_OUT_OF_RANGE: { kind: 'throw', retryable: false },
  MC_CALENDAR_INVALID: { kind: 'throw', retryable: false },
  MC_CALENDAR_UNKNOWN: { kind: 'throw', retryable: false },
  MC_TIME_INVALID: { kind: 'throw', retryable: false },
  MC_TERM_INVALID: { kind: 'throw', retryable: false },

  // Definitions
  MC_WORKFLOW_INVALID: { kind: 'throw', retryable: false },
  MC_WORKFLOW_UNKNOWN: { kind: 'throw', retryable: false },
  MC_WORKFLOW_NOT_IN_FORCE: { kind: 'throw', retryable: false },
  MC_MIGRATION_INVALID: { kind: 'throw', retryable: false },
  MC_MIGRATION_UNKNOWN: { kind: 'throw', retryable: false },
  MC_MIGRATION_BLOCKED: { kind: 'throw', retryable: false },
  MC_PROCEDURE_INVALID: { kind: 'throw', retryable: false },
  MC_PROCEDURE_UNKNOWN: { kind: 'throw', retryable: false },
  MC_UNIT_INVALID: { kind: 'throw', retryable: false },
  MC_NOTIFICATION_POLICY_INVALID: { kind: 'throw', retryable: false },

  // Commands: refused, nothing changed
  MC_EVENT_NOT_ALLOWED: { kind: 'reply', retryable: false },
  MC_EVENT_INVALID: { kind: 'reply', retryable: false },
  MC_EVENT_UNKNOWN: { kind: 'reply', retryable: false },
  MC_EVENT_RESERVED: { kind: 'reply', retryable: false },
  MC_ACCESS_DENIED: { kind: 'both', retryable: false },
  MC_INPUT_INVALID: { kind: 'both', retryable: false },
  MC_CASE_EXISTS: { kind: 'reply', retryable: false },
  MC_CASE_TOO_LARGE: { kind: 'reply', retryable: false },
  MC_CASE_CLOSED: { kind: 'reply', retryable: false },
  MC_REVISION_MISMATCH: { kind: 'reply', retryable: false },
  MC_TIME_OUT_OF_BOUNDS: { kind: 'reply', retryable: false },
  MC_DEADLINE_UNKNOWN: { kind: 'both', retryable: false },
  MC_DEADLINE_NOT_RUNNING: { kind: 'reply', retryable: false },
  MC_EXTENSION_OVER_CAP: { kind: 'reply', retryable: false },
  MC_TIMER_STALE: { kind: 'reply', retryable: false },
  MC_TIMER_EARLY: { kind: 'reply', retryable: true },
  MC_REPROJECTION_STALE: { kind: 'reply', retryable: false },
  MC_ANSWER_STALE: { kind: 'reply', retryable: false },

  MC_MIGRATION_REFUSED: { kind: 'reply', retryable: false },
  MC_MIGRATION_STALE: { kind: 'reply', retryable: false },

  // Commands: failed, nothing changed
  MC_MACHINE_FAILED: { kind: 'reply', retryable: false },

  // Stored cases
  MC_CASE_NOT_FOUND: { kind: 'throw', retryable: false },
  MC_CASE_DISPOSED: { kind: 'throw', retryable: false },
  MC_ENVELOPE_UNKNOWN: { kind: 'throw', retryable: false },
  MC_ENVELOPE_MISMATCH: { kind: 'throw', retryable: false },

  // Personal data
  MC_CODEC_UNKNOWN: { kind: 'throw', retryable: false },
  MC_CIPHERTEXT_INVALID: { kind: 'throw', retryable: false },
  MC_KEY_UNKNOWN: { kind: 'throw', retryable: false },
  MC_KEY_STORE_FAILED: { kind: 'throw', retryable: true },
  MC_HOLD_UNKNOWN: { kind: 'throw', retryable: false },
  MC_RECORD_UNKNOWN: { kind: 'throw', retryable: false },
  MC_DISPOSAL_REFUSED: { kind: 'throw', retryable: false },
  MC_ERASURE_REFUSED: { kind: 'reply', retryable: false },

  // Audit log
  MC_AUDIT_VALUE_INVALID: { kind: 'throw', retryable: false },
  MC_AUDIT_FORMAT_INVALID: { kind: 'throw', retryable: false },
  MC_AUDIT_LOG_DAMAGED: { kind: 'throw', retryable: false },
  MC_AUDIT_STORE_DIFFERS: { kind: 'throw', retryable: false },
  MC_AUDIT_STORAGE_FAILED: { kind: 'throw', retryable: true },

  // Engine and adapters
  MC_ENGINE_STOPPED: { kind: 'throw', retryable: true },
  MC_ENGINE_BUSY: { kind: 'throw', retryable: true },
  MC_COMMAND_INVALID: { kind: 'throw', retryable: false },
  MC_COMMAND_TOO_LARGE: { kind: 'throw', retryable: false },
  MC_AUDIT_FAILED: { kind: 'throw', retryable: false },
  MC_AUDIT_TOO_LARGE: { kind: 'throw', retryable: false },
  MC_AUTHORIZER_FAILED: { kind: 'throw', retryable: true },
  MC_COMMAND_CONTENDED: { kind: 'throw', retryable: true },
  MC_NOTIFIER_INVALID: { kind: 'throw', retryable: false },
  MC_CAPABILITY_MISSING: { kind: 'throw', retryable: false },
  MC_QUERY_INVALID: { kind: 'throw', retryable: false },
  MC_CURSOR_INVALID: { kind: 'throw', retryable: false },
  MC_CONNECTOR_INVALID: { kind: 'throw', retryable: false },
  MC_CONNECTOR_UNKNOWN: { kind: 'throw', retryable: false },
  MC_CONNECTOR_UNREACHABLE: { kind: 'throw', retryable: true },
  MC_STORE_FAILED: { kind: 'throw', retryable: true },
  MC_STORE_CORRUPT: { kind: 'throw', retryable: false },
  MC_STORE_VERSION: { kind: 'throw', retryable: false },
} as const satisfies Record<string, { kind: 'throw' | 'reply' | 'both'; retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** Codes a reply can carry: the command was refused or failed, and nothing changed. */
export type ReplyCode = {
  [Code in ErrorCode]: (typeof errorCodes)[Code]['kind'] extends 'throw' ? never : Code;
}[ErrorCode];
