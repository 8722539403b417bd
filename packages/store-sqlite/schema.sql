-- All migrations of @motcua/store-sqlite, applied. A test compares it.

CREATE TABLE motcua_audit (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE INDEX motcua_audit_case ON motcua_audit (tenant, case_id);

CREATE INDEX motcua_audit_tenant ON motcua_audit (tenant);

CREATE TABLE motcua_case_regions (
  tenant TEXT NOT NULL,
  state_path TEXT NOT NULL,
  case_row INTEGER NOT NULL,
  PRIMARY KEY (tenant, state_path, case_row)
) STRICT, WITHOUT ROWID;

CREATE INDEX motcua_case_regions_case ON motcua_case_regions (case_row);

CREATE VIRTUAL TABLE motcua_case_words USING fts5(
  words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii'
);

CREATE TABLE motcua_cases (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  written_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  version TEXT NOT NULL,
  status TEXT NOT NULL,
  state_path TEXT NOT NULL,
  clock TEXT NOT NULL,
  due_at INTEGER,
  soon_at INTEGER,
  unit TEXT,
  assignee TEXT,
  subject TEXT,
  code TEXT,
  category TEXT,
  parent TEXT,
  summary TEXT NOT NULL,
  envelope TEXT NOT NULL,
  UNIQUE (tenant, case_id)
) STRICT;

CREATE INDEX motcua_cases_active ON motcua_cases (tenant, due_at, case_id) WHERE status = 'active';

CREATE INDEX motcua_cases_assignee ON motcua_cases (tenant, assignee, status, due_at, case_id) WHERE assignee IS NOT NULL;

CREATE INDEX motcua_cases_category ON motcua_cases (tenant, category, due_at, case_id) WHERE category IS NOT NULL;

CREATE INDEX motcua_cases_clock ON motcua_cases (tenant, clock, due_at, case_id, soon_at);

CREATE INDEX motcua_cases_code ON motcua_cases (tenant, code) WHERE code IS NOT NULL;

CREATE INDEX motcua_cases_due ON motcua_cases (tenant, due_at, case_id);

CREATE INDEX motcua_cases_opened ON motcua_cases (tenant, opened_at, case_id);

CREATE INDEX motcua_cases_parent ON motcua_cases (tenant, parent) WHERE parent IS NOT NULL;

CREATE INDEX motcua_cases_scan ON motcua_cases (tenant, case_id, workflow, version, status);

CREATE INDEX motcua_cases_state ON motcua_cases (tenant, state_path);

CREATE INDEX motcua_cases_subject ON motcua_cases (tenant, subject) WHERE subject IS NOT NULL;

CREATE INDEX motcua_cases_unit ON motcua_cases (tenant, unit, status, due_at, case_id) WHERE unit IS NOT NULL;

CREATE INDEX motcua_cases_written ON motcua_cases (tenant, written_at, case_id);

CREATE TABLE motcua_commands (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  command_id TEXT NOT NULL,
  reply TEXT NOT NULL,
  UNIQUE (tenant, command_id)
) STRICT;

CREATE TABLE motcua_disclosures (
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  case_seq INTEGER NOT NULL,
  disclosed TEXT NOT NULL,
  PRIMARY KEY (tenant, case_id, case_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE motcua_journal (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  entry TEXT NOT NULL,
  UNIQUE (tenant, case_id, revision)
) STRICT;

CREATE TRIGGER motcua_leaves_remain BEFORE DELETE ON motcua_leaves
  BEGIN SELECT RAISE(ABORT, 'a leaf of the audit log is never deleted'); END;

CREATE TRIGGER motcua_leaves_stay BEFORE UPDATE ON motcua_leaves
  BEGIN SELECT RAISE(ABORT, 'a leaf of the audit log is never changed'); END;

CREATE TABLE motcua_leaves (
  position INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  case_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  leaf TEXT NOT NULL,
  UNIQUE (tenant, case_id, case_seq)
) STRICT;

CREATE TABLE motcua_liveness (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  alive_from INTEGER NOT NULL,
  alive_to INTEGER NOT NULL
) STRICT;

CREATE INDEX motcua_liveness_owner ON motcua_liveness (owner, alive_to);

CREATE INDEX motcua_liveness_to ON motcua_liveness (alive_to);

CREATE TRIGGER motcua_log_remains BEFORE DELETE ON motcua_log
  BEGIN SELECT RAISE(ABORT, 'the order of the audit log is never changed'); END;

CREATE TRIGGER motcua_log_stays BEFORE UPDATE ON motcua_log
  BEGIN SELECT RAISE(ABORT, 'the order of the audit log is never changed'); END;

CREATE TABLE motcua_log (
  log_index INTEGER PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE motcua_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
) STRICT;

CREATE TABLE motcua_outbox (
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  destination TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  available_at INTEGER NOT NULL,
  ready_at INTEGER,
  lease_owner TEXT,
  reason TEXT,
  settled_at INTEGER,
  payload TEXT NOT NULL
) STRICT;

CREATE INDEX motcua_outbox_dead ON motcua_outbox (tenant, settled_at) WHERE status = 'dead';

CREATE INDEX motcua_outbox_delivered ON motcua_outbox (tenant, settled_at) WHERE status = 'delivered';

CREATE UNIQUE INDEX motcua_outbox_lane
  ON motcua_outbox (tenant, case_id, destination, revision, position) WHERE status = 'pending';

CREATE INDEX motcua_outbox_ready ON motcua_outbox (destination, ready_at) WHERE ready_at IS NOT NULL;

CREATE INDEX motcua_outbox_settled ON motcua_outbox (tenant, case_id) WHERE settled_at IS NOT NULL;

CREATE TABLE motcua_sequencer (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT NOT NULL,
  lease_until INTEGER NOT NULL
) STRICT;

CREATE TABLE motcua_series (
  tenant TEXT NOT NULL,
  series TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (tenant, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE motcua_timers (
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  key TEXT NOT NULL,
  fire_at INTEGER NOT NULL,
  hold_until INTEGER,
  lease_owner TEXT,
  PRIMARY KEY (tenant, case_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX motcua_timers_free ON motcua_timers (fire_at) WHERE hold_until IS NULL;

CREATE INDEX motcua_timers_held ON motcua_timers (hold_until) WHERE hold_until IS NOT NULL;

CREATE TABLE motcua_tombstones (
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  tombstone TEXT NOT NULL,
  PRIMARY KEY (tenant, case_id)
) STRICT, WITHOUT ROWID;
