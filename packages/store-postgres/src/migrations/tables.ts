/**
 * Tenant first in every key; ids are compared byte by byte (COLLATE "C"); instants are integers of milliseconds;
 * documents are JSON as text, so that they come back as they were written. `{schema}` is replaced by the quoted name.
 */
export const tables = `
-- The documents of a case. Its one index holds no column that a commit changes, so updates stay within the page.
CREATE TABLE {schema}.cases (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  workflow text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  summary text NOT NULL,
  envelope text NOT NULL,
  PRIMARY KEY (tenant, case_id) INCLUDE (workflow, version, status)
) WITH (fillfactor = 70);

-- Where a case stands: what most commits change. phase: running, suspended, idle (open, no term counts), done.
CREATE TABLE {schema}.case_standing (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  phase text COLLATE "C" NOT NULL,
  state_path text COLLATE "C" NOT NULL,
  unit text COLLATE "C",
  assignee text COLLATE "C",
  due_at bigint,
  soon_at bigint,
  written_at bigint NOT NULL
) WITH (fillfactor = 90);
CREATE INDEX case_standing_due ON {schema}.case_standing (tenant, phase, due_at, case_id);
CREATE INDEX case_standing_unit ON {schema}.case_standing (tenant, unit, phase, due_at, case_id) WHERE unit IS NOT NULL;
CREATE INDEX case_standing_assignee ON {schema}.case_standing (tenant, assignee, phase, due_at, case_id)
  WHERE assignee IS NOT NULL;
CREATE INDEX case_standing_state ON {schema}.case_standing (tenant, state_path);
CREATE INDEX case_standing_written ON {schema}.case_standing (tenant, written_at, case_id);
-- Made last: on an empty table it costs as much as others, and then the planner takes the newest.
ALTER TABLE {schema}.case_standing ADD PRIMARY KEY (tenant, case_id);

-- The regions of a parallel state after the first one.
CREATE TABLE {schema}.case_regions (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  state_path text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, case_id, state_path)
);
CREATE INDEX case_regions_state ON {schema}.case_regions (tenant, state_path, case_id);

-- What a case is: seldom changed. words are folded; each carries its tenant, so that a search reads one tenant only.
CREATE TABLE {schema}.case_facts (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  opened_at bigint NOT NULL,
  subject text COLLATE "C",
  code text COLLATE "C",
  category text COLLATE "C",
  parent text COLLATE "C",
  words text COLLATE "C" NOT NULL,
  search tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
);
CREATE INDEX case_facts_opened ON {schema}.case_facts (tenant, opened_at, case_id);
CREATE INDEX case_facts_subject ON {schema}.case_facts (tenant, subject) WHERE subject IS NOT NULL;
CREATE INDEX case_facts_code ON {schema}.case_facts (tenant, code) WHERE code IS NOT NULL;
CREATE INDEX case_facts_category ON {schema}.case_facts (tenant, category) WHERE category IS NOT NULL;
CREATE INDEX case_facts_parent ON {schema}.case_facts (tenant, parent) WHERE parent IS NOT NULL;
CREATE INDEX case_facts_search ON {schema}.case_facts USING gin (search);
-- Made last, as above.
ALTER TABLE {schema}.case_facts ADD PRIMARY KEY (tenant, case_id);

-- The first reply to every command. Not partitioned: a command id is unique for ever.
CREATE TABLE {schema}.commands (
  tenant text COLLATE "C" NOT NULL,
  command_id text COLLATE "C" NOT NULL,
  reply text NOT NULL,
  PRIMARY KEY (tenant, command_id)
);

-- One entry a revision. That there is only one is kept by the revision of the case, under its row lock.
CREATE TABLE {schema}.journal (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  written_at bigint NOT NULL,
  entry text NOT NULL,
  PRIMARY KEY (tenant, case_id, revision, written_at)
) PARTITION BY RANGE (written_at);
CREATE TABLE {schema}.journal_other PARTITION OF {schema}.journal DEFAULT;

CREATE SEQUENCE {schema}.audit_sequence;
CREATE TABLE {schema}.audit (
  sequence bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  written_at bigint NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (tenant, sequence, written_at)
) PARTITION BY RANGE (written_at);
CREATE INDEX audit_case ON {schema}.audit (tenant, case_id, sequence);
CREATE TABLE {schema}.audit_other PARTITION OF {schema}.audit DEFAULT;

-- The pending firings of a case, by instant and key, in one row: a claim takes the first. While a claim lasts, owner,
-- claimed_key, claimed_at and lease_until are set; fire_at is the first instant.
CREATE TABLE {schema}.timers (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  keys text[] COLLATE "C" NOT NULL,
  instants bigint[] NOT NULL,
  fire_at bigint NOT NULL,
  owner text,
  claimed_key text COLLATE "C",
  claimed_at bigint,
  lease_until bigint,
  PRIMARY KEY (tenant, case_id)
) WITH (fillfactor = 90);
CREATE INDEX timers_free ON {schema}.timers (fire_at) WHERE owner IS NULL;
CREATE INDEX timers_free_tenant ON {schema}.timers (tenant, fire_at) WHERE owner IS NULL;
CREATE INDEX timers_held ON {schema}.timers (lease_until) WHERE owner IS NOT NULL;

-- Messages that wait. message is the row of the contract.
CREATE TABLE {schema}.outbox (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  position integer NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  available_at bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  reason text,
  message text NOT NULL,
  PRIMARY KEY (tenant, case_id, destination, revision, position)
);

-- A lane is the waiting messages of one case to one destination; this row names the first of them, and is the only
-- thing a claim looks at. ready_at: when it may be claimed; while it is claimed (owner is set), the end of the lease.
CREATE TABLE {schema}.outbox_lanes (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  waiting integer NOT NULL,
  revision integer NOT NULL,
  position integer NOT NULL,
  attempts integer NOT NULL,
  ready_at bigint NOT NULL,
  owner text,
  PRIMARY KEY (tenant, case_id, destination)
) WITH (fillfactor = 90);
CREATE INDEX outbox_lanes_ready ON {schema}.outbox_lanes (ready_at);
CREATE INDEX outbox_lanes_tenant ON {schema}.outbox_lanes (tenant, ready_at);

CREATE TABLE {schema}.deliveries (
  tenant text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  settled_at bigint NOT NULL,
  message text NOT NULL
) PARTITION BY RANGE (settled_at);
CREATE INDEX deliveries_tenant ON {schema}.deliveries (tenant, settled_at);
CREATE TABLE {schema}.deliveries_other PARTITION OF {schema}.deliveries DEFAULT;

CREATE TABLE {schema}.dead_letters (
  tenant text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  reason text NOT NULL,
  settled_at bigint NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (tenant, message_id, destination)
);
CREATE INDEX dead_letters_newest ON {schema}.dead_letters (tenant, settled_at);

CREATE TABLE {schema}.series (
  tenant text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (tenant, series)
);

-- Stretches of time in which a worker was alive; the times that none covers are the outages.
CREATE TABLE {schema}.liveness (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner text NOT NULL,
  alive_from bigint NOT NULL,
  alive_to bigint NOT NULL
);
CREATE INDEX liveness_owner ON {schema}.liveness (owner, alive_to);
CREATE INDEX liveness_to ON {schema}.liveness (alive_to);

-- Tells this database from every other one.
CREATE TABLE {schema}.identity (id uuid PRIMARY KEY);
INSERT INTO {schema}.identity VALUES (gen_random_uuid());
`;
