-- All migrations of @motcua/store-postgres, applied. A test compares it.

CREATE TYPE motcua.commit_item AS (
  ord integer,
  wave integer,
  tenant text,
  case_id text,
  command_id text,
  expected integer,
  revision integer,
  at bigint,
  firing text,
  keys text[],
  instants bigint[],
  unarmed integer,
  workflow text,
  version text,
  status text,
  phase text,
  state_path text,
  regions text[],
  unit text,
  assignee text,
  due_at bigint,
  soon_at bigint,
  written_at bigint,
  opened_at bigint,
  subject text,
  code text,
  category text,
  parent text,
  words text
);

CREATE TYPE motcua.commit_lane AS (
  ord integer,
  tenant text,
  case_id text,
  destination text,
  waiting integer,
  revision integer,
  "position" integer,
  ready_at bigint
);

CREATE TYPE motcua.commit_message AS (
  ord integer,
  tenant text,
  case_id text,
  destination text,
  revision integer,
  "position" integer,
  message_id text,
  available_at bigint,
  message text
);

CREATE TYPE motcua.commit_verdict AS (
  ord integer,
  revision integer,
  reply text
);

CREATE TYPE motcua.settlement AS (
  ord integer,
  owner text,
  tenant text,
  case_id text,
  destination text,
  revision integer,
  "position" integer,
  attempt integer,
  status text,
  at bigint,
  reason text
);

CREATE SEQUENCE motcua.audit_sequence;

CREATE SEQUENCE motcua.liveness_id_seq;

CREATE TABLE motcua.audit (
  sequence bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  written_at bigint NOT NULL,
  record text,
  case_seq integer,
  case_prev bytea,
  body text,
  PRIMARY KEY (tenant, sequence, written_at)
) PARTITION BY RANGE (written_at);

CREATE TABLE motcua.audit_other (
  sequence bigint NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  written_at bigint NOT NULL,
  record text,
  case_seq integer,
  case_prev bytea,
  body text,
  PRIMARY KEY (tenant, sequence, written_at)
);
ALTER TABLE motcua.audit ATTACH PARTITION motcua.audit_other DEFAULT;

CREATE TABLE motcua.case_facts (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  opened_at bigint NOT NULL,
  subject text COLLATE "C",
  code text COLLATE "C",
  category text COLLATE "C",
  parent text COLLATE "C",
  words text COLLATE "C" NOT NULL,
  search tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '::text))) STORED,
  PRIMARY KEY (tenant, case_id)
);

CREATE TABLE motcua.case_regions (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  state_path text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, case_id, state_path)
);

CREATE TABLE motcua.case_standing (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  phase text COLLATE "C" NOT NULL,
  state_path text COLLATE "C" NOT NULL,
  unit text COLLATE "C",
  assignee text COLLATE "C",
  due_at bigint,
  soon_at bigint,
  written_at bigint NOT NULL,
  PRIMARY KEY (tenant, case_id)
) WITH (fillfactor=90);

CREATE TABLE motcua.cases (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  workflow text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  summary text NOT NULL,
  envelope text NOT NULL,
  case_seq integer,
  leaf_hash bytea,
  leaf_prev bytea,
  PRIMARY KEY (tenant, case_id) INCLUDE (workflow, version, status)
) WITH (fillfactor=70);

CREATE TABLE motcua.commands (
  tenant text COLLATE "C" NOT NULL,
  command_id text COLLATE "C" NOT NULL,
  reply text NOT NULL,
  PRIMARY KEY (tenant, command_id)
);

CREATE TABLE motcua.dead_letters (
  tenant text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  reason text NOT NULL,
  settled_at bigint NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (tenant, message_id, destination)
);

CREATE TABLE motcua.deliveries (
  tenant text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  settled_at bigint NOT NULL,
  message text NOT NULL
) PARTITION BY RANGE (settled_at);

CREATE TABLE motcua.deliveries_other (
  tenant text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  settled_at bigint NOT NULL,
  message text NOT NULL
);
ALTER TABLE motcua.deliveries ATTACH PARTITION motcua.deliveries_other DEFAULT;

CREATE TABLE motcua.disclosures (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  case_seq integer NOT NULL,
  disclosed text NOT NULL,
  PRIMARY KEY (tenant, case_id, case_seq)
);

CREATE TABLE motcua.identity (
  id uuid NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE motcua.journal (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  written_at bigint NOT NULL,
  entry text NOT NULL,
  PRIMARY KEY (tenant, case_id, revision, written_at)
) PARTITION BY RANGE (written_at);

CREATE TABLE motcua.journal_other (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  written_at bigint NOT NULL,
  entry text NOT NULL,
  PRIMARY KEY (tenant, case_id, revision, written_at)
);
ALTER TABLE motcua.journal ATTACH PARTITION motcua.journal_other DEFAULT;

CREATE TABLE motcua.liveness (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  owner text NOT NULL,
  alive_from bigint NOT NULL,
  alive_to bigint NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE motcua.log (
  log_index bigint NOT NULL,
  "position" bigint NOT NULL,
  PRIMARY KEY (log_index),
  UNIQUE ("position")
);

CREATE TABLE motcua.migrations (
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  PRIMARY KEY (number)
);

CREATE TABLE motcua.outbox (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  "position" integer NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  available_at bigint NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  reason text,
  message text NOT NULL,
  PRIMARY KEY (tenant, case_id, destination, revision, "position")
);

CREATE TABLE motcua.outbox_lanes (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  destination text COLLATE "C" NOT NULL,
  waiting integer NOT NULL,
  revision integer NOT NULL,
  "position" integer NOT NULL,
  attempts integer NOT NULL,
  ready_at bigint NOT NULL,
  owner text,
  PRIMARY KEY (tenant, case_id, destination)
) WITH (fillfactor=90);

CREATE TABLE motcua.sequencer (
  id integer NOT NULL,
  owner text NOT NULL,
  lease_until bigint NOT NULL,
  CHECK ((id = 1)),
  PRIMARY KEY (id)
);

CREATE TABLE motcua.series (
  tenant text COLLATE "C" NOT NULL,
  series text COLLATE "C" NOT NULL,
  value bigint NOT NULL,
  PRIMARY KEY (tenant, series)
);

CREATE TABLE motcua.timers (
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
) WITH (fillfactor=90);

CREATE INDEX audit_case ON ONLY motcua.audit USING btree (tenant, case_id, sequence, case_seq);

CREATE INDEX audit_leaves ON ONLY motcua.audit USING btree (sequence) WHERE (body IS NOT NULL);

CREATE INDEX case_facts_category ON motcua.case_facts USING btree (tenant, category) WHERE (category IS NOT NULL);

CREATE INDEX case_facts_code ON motcua.case_facts USING btree (tenant, code) WHERE (code IS NOT NULL);

CREATE INDEX case_facts_opened ON motcua.case_facts USING btree (tenant, opened_at, case_id);

CREATE INDEX case_facts_parent ON motcua.case_facts USING btree (tenant, parent) WHERE (parent IS NOT NULL);

CREATE INDEX case_facts_search ON motcua.case_facts USING gin (search);

CREATE INDEX case_facts_subject ON motcua.case_facts USING btree (tenant, subject) WHERE (subject IS NOT NULL);

CREATE INDEX case_regions_state ON motcua.case_regions USING btree (tenant, state_path, case_id);

CREATE INDEX case_standing_assignee ON motcua.case_standing USING btree (tenant, assignee, phase, due_at, case_id) WHERE (assignee IS NOT NULL);

CREATE INDEX case_standing_due ON motcua.case_standing USING btree (tenant, phase, due_at, case_id);

CREATE INDEX case_standing_state ON motcua.case_standing USING btree (tenant, state_path);

CREATE INDEX case_standing_unit ON motcua.case_standing USING btree (tenant, unit, phase, due_at, case_id) WHERE (unit IS NOT NULL);

CREATE INDEX case_standing_written ON motcua.case_standing USING btree (tenant, written_at, case_id);

CREATE INDEX dead_letters_newest ON motcua.dead_letters USING btree (tenant, settled_at);

CREATE INDEX deliveries_message ON ONLY motcua.deliveries USING btree (tenant, message_id);

CREATE INDEX deliveries_tenant ON ONLY motcua.deliveries USING btree (tenant, settled_at);

CREATE INDEX liveness_owner ON motcua.liveness USING btree (owner, alive_to);

CREATE INDEX liveness_to ON motcua.liveness USING btree (alive_to);

CREATE UNIQUE INDEX log_position_key ON motcua.log USING btree ("position");

CREATE INDEX outbox_lanes_ready ON motcua.outbox_lanes USING btree (destination, ready_at);

CREATE INDEX outbox_lanes_tenant ON motcua.outbox_lanes USING btree ((((tenant || ''::text) || destination)), ready_at);

CREATE INDEX timers_free ON motcua.timers USING btree (fire_at) WHERE (owner IS NULL);

CREATE INDEX timers_free_tenant ON motcua.timers USING btree (tenant, fire_at) WHERE (owner IS NULL);

CREATE INDEX timers_held ON motcua.timers USING btree (lease_until) WHERE (owner IS NOT NULL);

CREATE OR REPLACE FUNCTION motcua.audit_bound()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  bound bigint;
  under_way bigint;
BEGIN
  SELECT s.last_value + s.is_called::integer INTO bound FROM "motcua".audit_sequence s;
  SELECT max(d.distance) INTO under_way FROM pg_locks l, LATERAL (
    SELECT (bound - l.objid::bigint) & 2147483647 AS distance
  ) d
  WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.mode = 'ShareLock' AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = (hashtext('"motcua".audit')::bigint & 4294967295)::oid
    AND d.distance < 1073741824;
  RETURN bound - coalesce(under_way, 0);
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.beat(p_owner text, p_now bigint, p_max_gap bigint)
 RETURNS TABLE(last_owner text, last_at bigint)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  own_id bigint;
  own_to bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('"motcua".beat'), 0);
  SELECT l.owner, l.alive_to INTO last_owner, last_at FROM "motcua".liveness l ORDER BY l.alive_to DESC, l.id LIMIT 1;
  SELECT l.id, l.alive_to INTO own_id, own_to FROM "motcua".liveness l
  WHERE l.owner = p_owner ORDER BY l.alive_to DESC LIMIT 1;
  IF own_id IS NULL OR p_now - own_to > p_max_gap THEN
    INSERT INTO "motcua".liveness (owner, alive_from, alive_to) VALUES (p_owner, p_now, p_now);
  ELSIF p_now > own_to THEN
    UPDATE "motcua".liveness l SET alive_to = p_now WHERE l.id = own_id;
  END IF;
  RETURN NEXT;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.claim_outbox(p_now bigint, p_until bigint, p_limit integer, p_owner text, p_after text, p_except text[])
 RETURNS TABLE(message text, attempt integer, tenant text, turn integer)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_material TO 'off'
AS $function$
DECLARE
  destinations text[] := "motcua".open_destinations(p_except);
  backlog integer;
  due_tenants text[];
  share integer;
  taken integer := 0;
BEGIN
  SELECT count(*) INTO backlog FROM (
    SELECT 1 FROM unnest(destinations) d (name), LATERAL (
      SELECT 1 FROM "motcua".outbox_lanes l
      WHERE l.destination = d.name COLLATE "C" AND l.ready_at <= p_now ORDER BY l.ready_at LIMIT p_limit + 1
    ) r LIMIT p_limit + 1
  ) b;
  IF backlog = 0 THEN RETURN; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  IF backlog > p_limit THEN
    due_tenants := "motcua".outbox_tenants_due(p_now, p_after, p_limit, destinations);
    -- Others have taken everything meanwhile, or it lies beyond the tenants looked at: those come next time.
    share := ceil(p_limit::numeric / greatest(1, cardinality(due_tenants)));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT r.place, t.turn FROM unnest(due_tenants) WITH ORDINALITY t (name, turn), LATERAL (
          SELECT f.place FROM unnest(destinations) d (name), LATERAL (
            SELECT l.ctid AS place, l.ready_at FROM "motcua".outbox_lanes l
            WHERE l.tenant || E'\001' || l.destination = (t.name || E'\001' || d.name) COLLATE "C"
              AND l.ready_at <= p_now
            ORDER BY l.ready_at LIMIT share FOR UPDATE SKIP LOCKED
          ) f ORDER BY f.ready_at LIMIT share
        ) r LIMIT p_limit
      ), claimed AS (
        UPDATE "motcua".outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.ctid = p.place RETURNING l.*, p.turn
      )
      SELECT o.message, c.attempts, c.tenant, c.turn::integer FROM claimed c JOIN "motcua".outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
    GET DIAGNOSTICS taken = ROW_COUNT;
  END IF;
  IF taken < p_limit THEN
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT f.place FROM unnest(destinations) d (name), LATERAL (
          SELECT l.ctid AS place, l.ready_at FROM "motcua".outbox_lanes l
          WHERE l.destination = d.name COLLATE "C" AND l.ready_at <= p_now
          ORDER BY l.ready_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
        ) f ORDER BY f.ready_at LIMIT p_limit - taken
      ), claimed AS (
        UPDATE "motcua".outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.ctid = p.place RETURNING l.*
      )
      SELECT o.message, c.attempts, c.tenant, 0 FROM claimed c JOIN "motcua".outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
  END IF;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.claim_timers(p_now bigint, p_until bigint, p_limit integer, p_owner text, p_after text)
 RETURNS TABLE(tenant text, case_id text, key text, fire_at bigint, turn integer)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_material TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
DECLARE
  backlog integer;
  due_tenants text[];
  share integer;
  taken integer := 0;
BEGIN
  -- Leases that have run out are over, whoever had them.
  UPDATE "motcua".timers t SET owner = NULL, claimed_key = NULL, claimed_at = NULL, lease_until = NULL
  FROM (
    SELECT h.tenant, h.case_id FROM "motcua".timers h WHERE h.owner IS NOT NULL AND h.lease_until <= p_now
    ORDER BY h.lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED
  ) e WHERE t.tenant = e.tenant AND t.case_id = e.case_id;

  SELECT count(*) INTO backlog FROM (
    SELECT 1 FROM "motcua".timers f WHERE f.owner IS NULL AND f.fire_at <= p_now ORDER BY f.fire_at LIMIT p_limit + 1
  ) b;
  IF backlog = 0 THEN RETURN; END IF;
  IF backlog > p_limit THEN
    due_tenants := "motcua".tenants_due('timers', p_now, p_after, p_limit);
    share := ceil(p_limit::numeric / cardinality(due_tenants));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT d.place, r.* FROM unnest(due_tenants) WITH ORDINALITY d (name, place), LATERAL (
          SELECT f.tenant, f.case_id FROM "motcua".timers f
          WHERE f.tenant = d.name COLLATE "C" AND f.owner IS NULL AND f.fire_at <= p_now
          ORDER BY f.fire_at LIMIT share FOR UPDATE SKIP LOCKED
        ) r LIMIT p_limit
      )
      UPDATE "motcua".timers t
      SET owner = p_owner, claimed_key = t.keys[1], claimed_at = t.fire_at, lease_until = p_until
      FROM picked p WHERE t.tenant = p.tenant AND t.case_id = p.case_id
      RETURNING t.tenant, t.case_id, t.claimed_key, t.fire_at, p.place::integer;
    GET DIAGNOSTICS taken = ROW_COUNT;
  END IF;
  IF taken < p_limit THEN
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT f.tenant, f.case_id FROM "motcua".timers f WHERE f.owner IS NULL AND f.fire_at <= p_now
        ORDER BY f.fire_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
      )
      UPDATE "motcua".timers t
      SET owner = p_owner, claimed_key = t.keys[1], claimed_at = t.fire_at, lease_until = p_until
      FROM picked p WHERE t.tenant = p.tenant AND t.case_id = p.case_id
      RETURNING t.tenant, t.case_id, t.claimed_key, t.fire_at, 0;
  END IF;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.commit(waves integer, given_items motcua.commit_item[], replies text[], audits text[], envelopes text[], summaries text[], journals text[], given_messages motcua.commit_message[], given_lanes motcua.commit_lane[], bodies text[], disclosed text[])
 RETURNS SETOF motcua.commit_verdict
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_material TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  is_recorded CONSTANT boolean := cardinality(bodies) > 0;
  items "motcua".commit_item[];
  messages "motcua".commit_message[];
  lanes "motcua".commit_lane[];
  verdicts "motcua".commit_verdict[];
  known integer[];
  passed integer[];
  more integer[];
  -- How many items do what: open a case, change one, change none; say anew what it is, stand in several regions or did;
  -- take all firings, set them, set the first ones, settle one.
  opening integer;
  changing integer;
  refused integer;
  other integer;
  parallel integer;
  emptied integer;
  armed integer;
  unarmed integer;
  settled integer;
  affected integer;
  missing integer;
BEGIN
  FOR attempt IN 1..2 LOOP
  BEGIN
  verdicts := '{}';
  FOR w_number IN 1..waves LOOP
    items := given_items;
    messages := given_messages;
    lanes := given_lanes;
    IF waves > 1 THEN
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.wave = w_number);
      messages := ARRAY(SELECT m FROM unnest(messages) m JOIN unnest(items) i ON i.ord = m.ord);
      lanes := ARRAY(SELECT l FROM unnest(lanes) l JOIN unnest(items) i ON i.ord = l.ord);
    END IF;
    IF attempt = 2 THEN
      known := ARRAY(
        SELECT i.ord FROM unnest(items) i
        JOIN "motcua".commands c ON c.tenant = i.tenant AND c.command_id = i.command_id
      );
      verdicts := verdicts || ARRAY(
        SELECT ROW(i.ord, NULL, c.reply)::"motcua".commit_verdict FROM unnest(items) i
        JOIN "motcua".commands c ON c.tenant = i.tenant AND c.command_id = i.command_id WHERE i.ord = ANY (known)
      );
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord <> ALL (known));
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord <> ALL (known));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord <> ALL (known));
      IF cardinality(items) = 0 THEN CONTINUE; END IF;
    END IF;

    SELECT count(*) FILTER (WHERE i.expected = 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.expected > 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.revision IS NULL),
           count(*) FILTER (WHERE i.expected > 0 AND i.opened_at IS NOT NULL),
           count(*) FILTER (WHERE i.regions IS NOT NULL),
           count(*) FILTER (WHERE cardinality(i.keys) = 0), count(*) FILTER (WHERE cardinality(i.keys) > 0),
           count(*) FILTER (WHERE cardinality(i.keys) > 0 AND i.unarmed = 1),
           count(*) FILTER (WHERE i.keys IS NULL AND i.firing IS NOT NULL)
      INTO opening, changing, refused, other, parallel, emptied, armed, unarmed, settled FROM unnest(items) i;

    passed := '{}';
    IF refused > 0 THEN
      -- A refusal writes no revision, but is decided on one, and may settle a firing.
      PERFORM 1 FROM "motcua".cases c JOIN unnest(items) i ON c.tenant = i.tenant AND c.case_id = i.case_id
        ORDER BY c.tenant, c.case_id FOR NO KEY UPDATE OF c;
      passed := ARRAY(
        SELECT i.ord FROM unnest(items) i
        LEFT JOIN "motcua".cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.revision IS NULL AND coalesce(c.revision, 0) = i.expected
      );
    END IF;
    IF opening + changing > 0 THEN
      -- A case that has leaves, but was not opened yet, has its row.
      WITH written AS (
        UPDATE "motcua".cases c SET revision = i.revision, workflow = i.workflow, version = i.version, status = i.status,
          summary = summaries[i.ord], envelope = envelopes[i.ord],
          case_seq = CASE WHEN i.body IS NULL THEN c.case_seq ELSE coalesce(c.case_seq, 0) + 1 END,
          leaf_prev = CASE WHEN i.body IS NULL THEN c.leaf_prev ELSE c.leaf_hash END,
          leaf_hash = CASE WHEN i.body IS NULL THEN c.leaf_hash ELSE sha256(convert_to(
            "motcua".leaf_text(i.body, c.leaf_hash, coalesce(c.case_seq, 0) + 1), 'UTF8')) END
        FROM (SELECT u.*, bodies[u.ord] AS body FROM unnest(items) u) i
        WHERE i.revision IS NOT NULL
          AND c.tenant = i.tenant AND c.case_id = i.case_id AND c.revision = i.expected
        RETURNING i.ord
      ) SELECT array_agg(w.ord) INTO more FROM written w;
      passed := passed || more;
    END IF;
    IF opening > 0 THEN
      WITH opened AS (
        INSERT INTO "motcua".cases
            (tenant, case_id, workflow, version, status, revision, summary, envelope, case_seq, leaf_hash)
        SELECT i.tenant, i.case_id, i.workflow, i.version, i.status, i.revision, summaries[i.ord], envelopes[i.ord],
          CASE WHEN bodies[i.ord] IS NOT NULL THEN 1 END,
          sha256(convert_to("motcua".leaf_text(bodies[i.ord], NULL, 1), 'UTF8'))
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL
        ON CONFLICT DO NOTHING
        RETURNING tenant, case_id
      ) SELECT count(*), CASE WHEN count(*) < opening THEN array_agg((
          SELECT i.ord FROM unnest(items) i
          WHERE i.tenant = o.tenant AND i.case_id = o.case_id AND i.expected = 0 AND i.revision IS NOT NULL
        )) END INTO affected, more FROM opened o;
      IF affected = opening THEN
        more := ARRAY(SELECT i.ord FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL);
      END IF;
      passed := passed || more;
    END IF;

    IF cardinality(passed) < cardinality(items) THEN
      -- A command id may have been committed before, or while this call waited for its case.
      verdicts := verdicts || ARRAY(
        SELECT ROW(i.ord, CASE WHEN k.reply IS NULL THEN coalesce(c.revision, 0) END, k.reply)::"motcua".commit_verdict
        FROM unnest(items) i
        LEFT JOIN "motcua".commands k ON k.tenant = i.tenant AND k.command_id = i.command_id
        LEFT JOIN "motcua".cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.ord <> ALL (passed)
      );
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord = ANY (passed));
      IF cardinality(items) = 0 THEN CONTINUE; END IF;
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord = ANY (passed));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord = ANY (passed));
      SELECT count(*), count(*) FILTER (WHERE i.unarmed = 1) INTO armed, unarmed
        FROM unnest(items) i WHERE cardinality(i.keys) > 0;
    END IF;

    INSERT INTO "motcua".commands (tenant, command_id, reply)
      SELECT i.tenant, i.command_id, replies[i.ord] FROM unnest(items) i ORDER BY i.tenant, i.command_id
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS affected = ROW_COUNT;
    IF affected < cardinality(items) AND attempt = 1 THEN
      RAISE EXCEPTION 'a command id of the batch is known' USING ERRCODE = 'MC001';
    ELSIF affected < cardinality(items) THEN
      RAISE EXCEPTION 'a command id of the batch was committed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;

    IF is_recorded AND refused > 0 THEN
      UPDATE "motcua".cases c SET
          case_seq = CASE WHEN i.body IS NULL THEN c.case_seq ELSE coalesce(c.case_seq, 0) + 1 END,
          leaf_prev = CASE WHEN i.body IS NULL THEN c.leaf_prev ELSE c.leaf_hash END,
          leaf_hash = CASE WHEN i.body IS NULL THEN c.leaf_hash ELSE sha256(convert_to(
            "motcua".leaf_text(i.body, c.leaf_hash, coalesce(c.case_seq, 0) + 1), 'UTF8')) END
      FROM (SELECT u.*, bodies[u.ord] AS body FROM unnest(items) u) i
      WHERE i.revision IS NULL AND i.body IS NOT NULL AND c.tenant = i.tenant AND c.case_id = i.case_id;
      GET DIAGNOSTICS affected = ROW_COUNT;
      SELECT count(*) - affected INTO missing FROM unnest(items) i WHERE i.revision IS NULL AND bodies[i.ord] IS NOT NULL;
      IF missing > 0 THEN
        INSERT INTO "motcua".cases
            (tenant, case_id, workflow, version, status, revision, summary, envelope, case_seq, leaf_hash)
          SELECT i.tenant, i.case_id, '', '', '', 0, '', '', 1,
            sha256(convert_to("motcua".leaf_text(bodies[i.ord], NULL, 1), 'UTF8'))
          FROM unnest(items) i LEFT JOIN "motcua".cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
          WHERE i.revision IS NULL AND bodies[i.ord] IS NOT NULL AND c.tenant IS NULL
          ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS affected = ROW_COUNT;
        IF affected < missing THEN
          RAISE EXCEPTION 'a leaf of the same case was committed meanwhile' USING ERRCODE = 'serialization_failure';
        END IF;
      END IF;
    END IF;
    IF is_recorded THEN
      WITH held AS MATERIALIZED (
        SELECT pg_advisory_xact_lock_shared(
            hashtext('"motcua".audit'), ((s.last_value + s.is_called::integer) & 2147483647)::integer
          ) FROM "motcua".audit_sequence s
      ), numbered AS MATERIALIZED (
        SELECT nextval('"motcua".audit_sequence') AS sequence, i.*, c.case_seq, c.leaf_prev
        FROM held CROSS JOIN (SELECT u.ord, u.tenant, u.case_id, u.at FROM unnest(items) u ORDER BY u.ord) i
        LEFT JOIN "motcua".cases c ON c.tenant = i.tenant AND c.case_id = i.case_id AND bodies[i.ord] IS NOT NULL
      ), written AS (
        INSERT INTO "motcua".audit (sequence, tenant, case_id, written_at, record, case_seq, case_prev, body)
        SELECT n.sequence, n.tenant, n.case_id, n.at, audits[n.ord], n.case_seq, n.leaf_prev, bodies[n.ord]
        FROM numbered n
      ) INSERT INTO "motcua".disclosures (tenant, case_id, case_seq, disclosed)
        SELECT n.tenant, n.case_id, n.case_seq, disclosed[n.ord] FROM numbered n WHERE disclosed[n.ord] IS NOT NULL;
    ELSE
      WITH held AS MATERIALIZED (
        SELECT pg_advisory_xact_lock_shared(
            hashtext('"motcua".audit'), ((s.last_value + s.is_called::integer) & 2147483647)::integer
          ) FROM "motcua".audit_sequence s
      ) INSERT INTO "motcua".audit (sequence, tenant, case_id, written_at, record)
        SELECT nextval('"motcua".audit_sequence'), i.tenant, i.case_id, i.at, audits[i.ord]
        FROM held CROSS JOIN (SELECT u.ord, u.tenant, u.case_id, u.at FROM unnest(items) u ORDER BY u.ord) i;
    END IF;

    IF opening + changing > 0 THEN
      INSERT INTO "motcua".journal (tenant, case_id, revision, written_at, entry)
        SELECT i.tenant, i.case_id, i.revision, i.written_at, journals[i.ord]
        FROM unnest(items) i WHERE i.revision IS NOT NULL;
    IF changing > 0 THEN
      UPDATE "motcua".case_standing s SET phase = i.phase, state_path = i.state_path, unit = i.unit,
        assignee = i.assignee, due_at = i.due_at, soon_at = i.soon_at, written_at = i.written_at
      FROM unnest(items) i
      WHERE i.expected > 0 AND i.revision IS NOT NULL AND s.tenant = i.tenant AND s.case_id = i.case_id;
    END IF;
    IF other > 0 THEN
      UPDATE "motcua".case_facts f SET opened_at = i.opened_at, subject = i.subject, code = i.code,
        category = i.category, parent = i.parent, words = i.words
      FROM unnest(items) i
      WHERE i.expected > 0 AND i.opened_at IS NOT NULL AND f.tenant = i.tenant AND f.case_id = i.case_id
        AND (f.opened_at, f.subject, f.code, f.category, f.parent, f.words)
          IS DISTINCT FROM (i.opened_at, i.subject, i.code, i.category, i.parent, i.words);
    END IF;
    IF opening > 0 THEN
      INSERT INTO "motcua".case_standing
          (tenant, case_id, phase, state_path, unit, assignee, due_at, soon_at, written_at)
        SELECT i.tenant, i.case_id, i.phase, i.state_path, i.unit, i.assignee, i.due_at, i.soon_at, i.written_at
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL;
      INSERT INTO "motcua".case_facts (tenant, case_id, opened_at, subject, code, category, parent, words)
        SELECT i.tenant, i.case_id, i.opened_at, i.subject, i.code, i.category, i.parent, i.words
        FROM unnest(items) i WHERE i.expected = 0 AND i.revision IS NOT NULL;
    END IF;
    IF parallel > 0 THEN
      DELETE FROM "motcua".case_regions r USING unnest(items) i
      WHERE i.regions IS NOT NULL AND r.tenant = i.tenant AND r.case_id = i.case_id AND r.state_path <> ALL (i.regions);
      INSERT INTO "motcua".case_regions (tenant, case_id, state_path)
        SELECT i.tenant, i.case_id, r FROM unnest(items) i, unnest(i.regions) r
        ON CONFLICT DO NOTHING;
    END IF;
    END IF;
    IF emptied > 0 THEN
      DELETE FROM "motcua".timers t USING unnest(items) i
      WHERE cardinality(i.keys) = 0 AND t.tenant = i.tenant AND t.case_id = i.case_id;
    END IF;
    affected := 0;
    IF armed > unarmed THEN
      -- A claim lasts while its row stays as it was and is not the one settled.
      UPDATE "motcua".timers t SET keys = i.keys, instants = i.instants, fire_at = i.instants[1],
        (owner, claimed_key, claimed_at, lease_until) = (
          SELECT t.owner, t.claimed_key, t.claimed_at, t.lease_until
          WHERE t.owner IS NOT NULL AND t.claimed_key IS DISTINCT FROM i.firing AND EXISTS (
            SELECT 1 FROM unnest(i.keys, i.instants) u (key, instant)
            WHERE u.key = t.claimed_key AND u.instant = t.claimed_at
          ))
      FROM unnest(items) i
      WHERE cardinality(i.keys) > 0 AND t.tenant = i.tenant AND t.case_id = i.case_id;
      GET DIAGNOSTICS affected = ROW_COUNT;
    END IF;
    IF affected < armed THEN
      INSERT INTO "motcua".timers (tenant, case_id, keys, instants, fire_at)
        SELECT i.tenant, i.case_id, i.keys, i.instants, i.instants[1] FROM unnest(items) i
        WHERE cardinality(i.keys) > 0
        ON CONFLICT DO NOTHING;
    END IF;
    IF settled > 0 THEN
      DELETE FROM "motcua".timers t USING unnest(items) i
      WHERE i.keys IS NULL AND t.tenant = i.tenant AND t.case_id = i.case_id AND t.keys = ARRAY[i.firing];
      UPDATE "motcua".timers t SET keys = rest.keys, instants = rest.instants, fire_at = rest.instants[1],
        owner = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.owner END,
        lease_until = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.lease_until END,
        claimed_at = CASE WHEN t.claimed_key IS DISTINCT FROM i.firing THEN t.claimed_at END,
        claimed_key = nullif(t.claimed_key, i.firing)
      FROM unnest(items) i, LATERAL (
        SELECT array_agg(u.key ORDER BY u.place) AS keys, array_agg(u.instant ORDER BY u.place) AS instants
        FROM "motcua".timers h, unnest(h.keys, h.instants) WITH ORDINALITY u (key, instant, place)
        WHERE h.tenant = i.tenant AND h.case_id = i.case_id AND u.key <> i.firing
      ) rest
      WHERE i.keys IS NULL AND i.firing IS NOT NULL AND t.tenant = i.tenant AND t.case_id = i.case_id
        AND i.firing = ANY (t.keys);
    END IF;
    IF cardinality(messages) > 0 THEN
      INSERT INTO "motcua".outbox
          (tenant, case_id, destination, revision, "position", message_id, available_at, message)
        SELECT m.tenant, m.case_id, m.destination, m.revision, m."position", m.message_id, m.available_at, m.message
        FROM unnest(messages) m;
      -- Locks the lane against a settlement, which would otherwise not see these messages.
      INSERT INTO "motcua".outbox_lanes AS lane
          (tenant, case_id, destination, waiting, revision, "position", attempts, ready_at)
        SELECT l.tenant, l.case_id, l.destination, l.waiting, l.revision, l."position", 0, l.ready_at
        FROM unnest(lanes) l
        ON CONFLICT (tenant, case_id, destination) DO UPDATE SET waiting = lane.waiting + excluded.waiting;
    END IF;
  END LOOP;
  RETURN QUERY SELECT v.* FROM unnest(verdicts) v;
  RETURN;
  EXCEPTION WHEN SQLSTATE 'MC001' THEN NULL;
  END;
  END LOOP;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.confirm_leaves(p_from bigint, p_positions bigint[])
 RETURNS boolean
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('"motcua".log'), 0);
  IF p_from <> coalesce((SELECT max(o.log_index) + 1 FROM "motcua".log o), 0) THEN RETURN false; END IF;
  IF cardinality(p_positions) <> (
    SELECT count(DISTINCT p) FROM unnest(p_positions) p JOIN "motcua".audit a ON a.sequence = p AND a.body IS NOT NULL
    LEFT JOIN "motcua".log o ON o."position" = p WHERE o."position" IS NULL
  ) THEN RETURN false; END IF;
  INSERT INTO "motcua".log (log_index, "position")
    SELECT p_from + p.place - 1, p.number FROM unnest(p_positions) WITH ORDINALITY p (number, place);
  RETURN true;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.dispose_case(p_tenant text, p_case_id text, p_command_id text, p_tombstone text)
 RETURNS TABLE(entries bigint, messages bigint, disclosures bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  disposing "motcua".audit;
BEGIN
  SELECT * INTO disposing FROM "motcua".audit a
    WHERE a.tenant = p_tenant AND a.case_id = p_case_id AND a.record IS NOT NULL ORDER BY a.sequence DESC LIMIT 1;
  IF disposing.record::json ->> 'commandId' IS DISTINCT FROM p_command_id
    OR NOT EXISTS (SELECT FROM "motcua".cases c
      WHERE c.tenant = p_tenant AND c.case_id = p_case_id AND c.status = 'done' FOR UPDATE)
    OR EXISTS (SELECT FROM "motcua".outbox o WHERE o.tenant = p_tenant AND o.case_id = p_case_id)
  THEN
    RAISE EXCEPTION 'the case is not closed, has messages that wait, or its disposal is not on record'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM "motcua".commands k
    WHERE k.tenant = p_tenant AND k.command_id <> p_command_id AND k.command_id IN (
      SELECT a.record::json ->> 'commandId' FROM "motcua".audit a WHERE a.tenant = p_tenant AND a.case_id = p_case_id);
  DELETE FROM "motcua".case_standing s WHERE s.tenant = p_tenant AND s.case_id = p_case_id;
  DELETE FROM "motcua".case_facts f WHERE f.tenant = p_tenant AND f.case_id = p_case_id;
  DELETE FROM "motcua".case_regions r WHERE r.tenant = p_tenant AND r.case_id = p_case_id;
  DELETE FROM "motcua".timers t WHERE t.tenant = p_tenant AND t.case_id = p_case_id;
  UPDATE "motcua".cases c SET status = 'disposed', revision = -1, summary = '', envelope = p_tombstone
    WHERE c.tenant = p_tenant AND c.case_id = p_case_id;
  RETURN QUERY WITH gone_entries AS (
    DELETE FROM "motcua".journal j WHERE j.tenant = p_tenant AND j.case_id = p_case_id RETURNING 1
  ), gone_deliveries AS (
    DELETE FROM "motcua".deliveries d WHERE d.tenant = p_tenant AND d.message_id > p_case_id || ':'
      AND d.message_id < p_case_id || ';' AND d.message::json ->> 'caseId' = p_case_id RETURNING 1
  ), gone_letters AS (
    DELETE FROM "motcua".dead_letters l WHERE l.tenant = p_tenant AND l.message_id > p_case_id || ':'
      AND l.message_id < p_case_id || ';' AND l.message::json ->> 'caseId' = p_case_id RETURNING 1
  ), gone_disclosures AS (
    DELETE FROM "motcua".disclosures s WHERE s.tenant = p_tenant AND s.case_id = p_case_id RETURNING 1
  ) SELECT (SELECT count(*) FROM gone_entries), (SELECT count(*) FROM gone_deliveries) + (SELECT count(*) FROM gone_letters),
    (SELECT count(*) FROM gone_disclosures);
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.leaf_text(body text, case_prev bytea, case_seq integer)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  SELECT '{"body":' || body || ',"casePrev":"' || coalesce(encode(case_prev, 'hex'), repeat('0', 64)) || '","caseSeq":'
    || case_seq || '}'
$function$
;

CREATE OR REPLACE FUNCTION motcua.next_message(p_except text[])
 RETURNS bigint
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
BEGIN
  RETURN (
    SELECT min(r.ready_at) FROM unnest("motcua".open_destinations(p_except)) d (name), LATERAL (
      SELECT l.ready_at FROM "motcua".outbox_lanes l
      WHERE l.destination = d.name COLLATE "C" ORDER BY l.ready_at LIMIT 1
    ) r
  );
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.open_destinations(p_except text[])
 RETURNS text[]
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
DECLARE
  found text[] := '{}';
  name text COLLATE "C";
BEGIN
  SELECT l.destination INTO name FROM "motcua".outbox_lanes l ORDER BY l.destination, l.ready_at LIMIT 1;
  WHILE name IS NOT NULL LOOP
    IF name <> ALL (p_except) THEN found := found || name::text; END IF;
    SELECT l.destination INTO name FROM "motcua".outbox_lanes l
    WHERE l.destination > name ORDER BY l.destination, l.ready_at LIMIT 1;
  END LOOP;
  RETURN found;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.outbox_tenants_due(p_now bigint, p_after text, p_limit integer, p_destinations text[])
 RETURNS text[]
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
DECLARE
  found text[] := '{}';
  place text COLLATE "C" := CASE WHEN p_after = '' THEN '' ELSE p_after || E'\002' END;
  wrapped boolean := false;
  name text COLLATE "C";
BEGIN
  FOR step IN 1..512 LOOP
    EXIT WHEN cardinality(found) >= least(64, p_limit);
    SELECT l.tenant INTO name FROM "motcua".outbox_lanes l
    WHERE l.tenant || E'\001' || l.destination > place
    ORDER BY l.tenant || E'\001' || l.destination, l.ready_at LIMIT 1;
    IF name IS NULL THEN
      EXIT WHEN wrapped OR p_after = '';
      wrapped := true;
      place := '';
      CONTINUE;
    END IF;
    EXIT WHEN wrapped AND name > p_after;
    IF EXISTS (
      SELECT 1 FROM unnest(p_destinations) d (destination), LATERAL (
        SELECT 1 FROM "motcua".outbox_lanes l
        WHERE l.tenant || E'\001' || l.destination = (name || E'\001' || d.destination) COLLATE "C" AND l.ready_at <= p_now
        ORDER BY l.ready_at LIMIT 1
      ) r
    ) THEN found := found || name::text; END IF;
    place := name || E'\002';
  END LOOP;
  RETURN found;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.pending_leaves(p_limit integer)
 RETURNS TABLE("position" bigint, leaf text)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  bound bigint := "motcua".audit_bound();
BEGIN
  RETURN QUERY SELECT a.sequence, "motcua".leaf_text(a.body, a.case_prev, a.case_seq) FROM "motcua".audit a
    WHERE a.body IS NOT NULL AND a.sequence > coalesce((SELECT max(o."position") FROM "motcua".log o), 0)
      AND a.sequence < bound
    ORDER BY a.sequence LIMIT p_limit;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.read_audit(p_tenant text, p_after bigint, p_limit integer)
 RETURNS TABLE(sequence bigint, record text)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  -- A record of a transaction still under way could come before one that is committed already: whoever reads on from
  -- the last sequence seen would never see it. So nothing is given from there on.
  bound bigint := "motcua".audit_bound();
BEGIN
  RETURN QUERY SELECT a.sequence, a.record FROM "motcua".audit a
    WHERE a.tenant = p_tenant AND a.sequence > p_after AND a.sequence < bound AND a.record IS NOT NULL
    ORDER BY a.sequence LIMIT p_limit;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.redrive(p_tenant text, p_id text, p_destination text, p_at bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  letter "motcua".dead_letters;
  document json;
  lane "motcua".outbox_lanes;
BEGIN
  DELETE FROM "motcua".dead_letters d
  WHERE d.tenant = p_tenant AND d.message_id = p_id AND d.destination = p_destination RETURNING * INTO letter;
  IF NOT FOUND THEN RETURN false; END IF;
  document := letter.message::json;
  -- The lane first, as everywhere: a settlement under way ends before.
  INSERT INTO "motcua".outbox_lanes AS l
      (tenant, case_id, destination, waiting, revision, "position", attempts, ready_at)
    VALUES (p_tenant, document ->> 'caseId', p_destination, 1, (document ->> 'revision')::integer,
      (document ->> 'index')::integer, 0, p_at)
    ON CONFLICT (tenant, case_id, destination) DO UPDATE SET waiting = l.waiting + 1
    RETURNING * INTO lane;
  INSERT INTO "motcua".outbox (tenant, case_id, destination, revision, "position", message_id, available_at, message)
    VALUES (p_tenant, lane.case_id, p_destination, (document ->> 'revision')::integer,
      (document ->> 'index')::integer, p_id, p_at, letter.message);
  -- A message in delivery is not overtaken: its settlement puts the lane in order.
  IF lane.owner IS NULL THEN PERFORM "motcua".step_lane(p_tenant, lane.case_id, p_destination); END IF;
  RETURN true;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.settle(settlements json)
 RETURNS SETOF integer
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_material TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  given "motcua".settlement[] := ARRAY(SELECT j FROM json_populate_recordset(NULL::"motcua".settlement, settlements) j);
  held integer[];
  ending tid[];
  staying integer[];
  affected integer;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  WITH locked AS MATERIALIZED (
    SELECT s.ord, l.ctid AS place, l.waiting = 1 AND s.status IN ('delivered', 'dead') AS ends
    FROM unnest(given) s JOIN "motcua".outbox_lanes l
      ON l.tenant = s.tenant AND l.case_id = s.case_id AND l.destination = s.destination
      AND l.owner = s.owner AND l.revision = s.revision AND l."position" = s."position" AND l.attempts = s.attempt
    FOR UPDATE OF l
  )
  SELECT array_agg(k.ord), array_agg(k.place) FILTER (WHERE k.ends), array_agg(k.ord) FILTER (WHERE NOT k.ends)
  INTO held, ending, staying FROM locked k;
  IF held IS NULL THEN RETURN; END IF;
  IF cardinality(held) < cardinality(given) THEN
    given := ARRAY(SELECT s FROM unnest(given) s WHERE s.ord = ANY (held));
  END IF;

  WITH gone AS (
    DELETE FROM "motcua".outbox o USING unnest(given) s
    WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
      AND o.revision = s.revision AND o."position" = s."position" AND s.status IN ('delivered', 'dead')
    RETURNING o.tenant, o.message_id, o.destination, o.message, s.attempt, s.status, s.at, s.reason
  ), kept AS (
    INSERT INTO "motcua".dead_letters (tenant, message_id, destination, attempts, reason, settled_at, message)
    SELECT g.tenant, g.message_id, g.destination, g.attempt, g.reason, g.at, g.message
    FROM gone g WHERE g.status = 'dead'
  )
  INSERT INTO "motcua".deliveries (tenant, message_id, destination, attempts, settled_at, message)
    SELECT g.tenant, g.message_id, g.destination, g.attempt, g.at, g.message
    FROM gone g WHERE g.status = 'delivered';

  IF ending IS NOT NULL THEN
    DELETE FROM "motcua".outbox_lanes l WHERE l.ctid = ANY (ending);
    GET DIAGNOSTICS affected = ROW_COUNT;
    IF affected < cardinality(ending) THEN
      RAISE EXCEPTION 'a lane moved while it was settled' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;
  IF staying IS NOT NULL THEN
    given := ARRAY(SELECT s FROM unnest(given) s WHERE s.ord = ANY (staying));
    UPDATE "motcua".outbox o SET attempts = s.attempt - (s.status = 'released')::integer,
        available_at = coalesce(s.at, o.available_at), reason = coalesce(s.reason, o.reason)
      FROM unnest(given) s
      WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
        AND o.revision = s.revision AND o."position" = s."position" AND s.status IN ('retry', 'released');
    UPDATE "motcua".outbox_lanes l SET waiting = l.waiting - (s.status IN ('delivered', 'dead'))::integer,
        revision = h.revision, "position" = h."position", attempts = h.attempts, ready_at = h.available_at, owner = NULL
      FROM unnest(given) s, LATERAL (
        SELECT o.revision, o."position", o.attempts, o.available_at FROM "motcua".outbox o
        WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
        ORDER BY o.revision, o."position" LIMIT 1
      ) h
      WHERE l.tenant = s.tenant AND l.case_id = s.case_id AND l.destination = s.destination;
  END IF;
  RETURN QUERY SELECT unnest(held);
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.step_lane(p_tenant text, p_case_id text, p_destination text)
 RETURNS void
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  head "motcua".outbox;
BEGIN
  SELECT * INTO head FROM "motcua".outbox o
  WHERE o.tenant = p_tenant AND o.case_id = p_case_id AND o.destination = p_destination
  ORDER BY o.revision, o."position" LIMIT 1;
  IF head.tenant IS NULL THEN
    DELETE FROM "motcua".outbox_lanes l
    WHERE l.tenant = p_tenant AND l.case_id = p_case_id AND l.destination = p_destination;
  ELSE
    UPDATE "motcua".outbox_lanes l SET revision = head.revision, "position" = head."position",
      attempts = head.attempts, ready_at = head.available_at, owner = NULL
    WHERE l.tenant = p_tenant AND l.case_id = p_case_id AND l.destination = p_destination;
  END IF;
END
$function$
;

CREATE OR REPLACE FUNCTION motcua.tenants_due(queue text, p_now bigint, p_after text, p_limit integer)
 RETURNS text[]
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  found text[] := '{}';
  place text COLLATE "C" := p_after;
  wrapped boolean := false;
  name text COLLATE "C";
  ready bigint;
BEGIN
  FOR step IN 1..512 LOOP
    EXIT WHEN cardinality(found) >= least(64, p_limit);
    IF queue = 'timers' THEN
      SELECT f.tenant, f.fire_at INTO name, ready FROM "motcua".timers f
      WHERE f.owner IS NULL AND f.tenant > place ORDER BY f.tenant, f.fire_at LIMIT 1;
    ELSE
      SELECT l.tenant, l.ready_at INTO name, ready FROM "motcua".outbox_lanes l
      WHERE l.tenant > place ORDER BY l.tenant, l.ready_at LIMIT 1;
    END IF;
    IF name IS NULL THEN
      EXIT WHEN wrapped OR p_after = '';
      wrapped := true;
      place := '';
      CONTINUE;
    END IF;
    EXIT WHEN wrapped AND name > p_after;
    IF ready <= p_now THEN found := found || name::text; END IF;
    place := name;
  END LOOP;
  -- Others have taken everything meanwhile, or it lies beyond the tenants looked at: those come next time.
  IF cardinality(found) = 0 THEN found := ARRAY[coalesce(place, '')]; END IF;
  RETURN found;
END
$function$
;
