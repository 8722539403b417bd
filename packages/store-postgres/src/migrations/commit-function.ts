import { standingPart, timersPart } from './commit-parts.js';

/**
 * The one writer of cases. A whole batch comes in one call; items do not share fate, and only those that were not
 * committed are answered. Statements work on all items at once. Locks are taken in one order everywhere: cases that
 * exist, cases that are new, command ids, then what belongs to a locked case; the items come sorted by case.
 *
 * The settings of `commit` hold for all it calls: plans go from the items to the tables by index, however empty or
 * unanalysed those are when a plan is made.
 */
export const commitTypes = `
CREATE TYPE {schema}.commit_item AS (
  ord integer,
  wave integer,
  tenant text COLLATE "C",
  case_id text COLLATE "C",
  command_id text COLLATE "C",
  expected integer,
  -- The revision written; null when the command changed nothing.
  revision integer,
  at bigint,
  firing text COLLATE "C",
  -- Null when the pending firings stay as they are.
  keys text[] COLLATE "C",
  instants bigint[],
  workflow text COLLATE "C",
  version text COLLATE "C",
  status text COLLATE "C",
  phase text COLLATE "C",
  state_path text COLLATE "C",
  regions text[] COLLATE "C",
  unit text COLLATE "C",
  assignee text COLLATE "C",
  due_at bigint,
  soon_at bigint,
  written_at bigint,
  opened_at bigint,
  subject text COLLATE "C",
  code text COLLATE "C",
  category text COLLATE "C",
  parent text COLLATE "C",
  words text COLLATE "C"
);

CREATE TYPE {schema}.commit_message AS (
  ord integer,
  tenant text COLLATE "C",
  case_id text COLLATE "C",
  destination text COLLATE "C",
  revision integer,
  "position" integer,
  message_id text COLLATE "C",
  available_at bigint,
  message text
);

-- A lane the batch adds to: the first of its messages, and how many.
CREATE TYPE {schema}.commit_lane AS (
  ord integer,
  tenant text COLLATE "C",
  case_id text COLLATE "C",
  destination text COLLATE "C",
  waiting integer,
  revision integer,
  "position" integer,
  ready_at bigint
);

-- What became of an item that was not committed: reply is set for a duplicate, revision for a conflict.
CREATE TYPE {schema}.commit_verdict AS (ord integer, revision integer, reply text);
`;

export const commitFunctions = `
-- The texts are found by the ord of their items, which counts from 1. Items of one case, or with one command id, are in
-- different waves; waves follow one another.
CREATE FUNCTION {schema}.commit(
  waves integer, items {schema}.commit_item[], replies text[], audits text[], envelopes text[], summaries text[],
  journals text[], messages {schema}.commit_message[], lanes {schema}.commit_lane[]
) RETURNS SETOF {schema}.commit_verdict LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
SET plan_cache_mode = force_generic_plan
AS $motcua$
DECLARE
  all_items {schema}.commit_item[];
  all_messages {schema}.commit_message[];
  all_lanes {schema}.commit_lane[];
  known integer[];
  passed integer[];
  more integer[];
  -- How many items do what: open a case, change one, stand in several regions; take all firings, set them, settle one.
  opening integer;
  changing integer;
  parallel integer;
  emptied integer;
  armed integer;
  settled integer;
  affected integer;
BEGIN
  IF waves > 1 THEN
    all_items := items;
    all_messages := messages;
    all_lanes := lanes;
  END IF;
  FOR w_number IN 1..waves LOOP
    IF waves > 1 THEN
      items := ARRAY(SELECT i FROM unnest(all_items) i WHERE i.wave = w_number);
      messages := ARRAY(SELECT m FROM unnest(all_messages) m JOIN unnest(items) i ON i.ord = m.ord);
      lanes := ARRAY(SELECT l FROM unnest(all_lanes) l JOIN unnest(items) i ON i.ord = l.ord);
    END IF;
    known := ARRAY(
      SELECT i.ord FROM unnest(items) i
      JOIN {schema}.commands c ON c.tenant = i.tenant AND c.command_id = i.command_id
    );
    IF cardinality(known) > 0 THEN
      RETURN QUERY SELECT i.ord, NULL::integer, c.reply FROM unnest(items) i
        JOIN {schema}.commands c ON c.tenant = i.tenant AND c.command_id = i.command_id;
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord <> ALL (known));
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord <> ALL (known));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord <> ALL (known));
    END IF;
    IF cardinality(items) = 0 THEN CONTINUE; END IF;

    SELECT count(*) FILTER (WHERE i.expected = 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.expected > 0 AND i.revision IS NOT NULL),
           count(*) FILTER (WHERE i.regions IS NOT NULL),
           count(*) FILTER (WHERE cardinality(i.keys) = 0), count(*) FILTER (WHERE cardinality(i.keys) > 0),
           count(*) FILTER (WHERE i.keys IS NULL AND i.firing IS NOT NULL)
      INTO opening, changing, parallel, emptied, armed, settled FROM unnest(items) i;

    passed := '{}';
    IF opening + changing < cardinality(items) THEN
      -- A refusal writes nothing to its case, but is decided on a revision, and may settle a firing.
      PERFORM 1 FROM {schema}.cases c JOIN unnest(items) i ON c.tenant = i.tenant AND c.case_id = i.case_id
        ORDER BY c.tenant, c.case_id FOR NO KEY UPDATE OF c;
      passed := ARRAY(
        SELECT i.ord FROM unnest(items) i
        LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.revision IS NULL AND coalesce(c.revision, 0) = i.expected
      );
    END IF;
    IF changing > 0 THEN
      WITH written AS (
        UPDATE {schema}.cases c SET revision = i.revision, workflow = i.workflow, version = i.version, status = i.status,
          summary = summaries[i.ord], envelope = envelopes[i.ord]
        FROM unnest(items) i
        WHERE i.expected > 0 AND i.revision IS NOT NULL
          AND c.tenant = i.tenant AND c.case_id = i.case_id AND c.revision = i.expected
        RETURNING i.ord
      ) SELECT array_agg(w.ord) INTO more FROM written w;
      passed := passed || more;
    END IF;
    IF opening > 0 THEN
      WITH opened AS (
        INSERT INTO {schema}.cases (tenant, case_id, workflow, version, status, revision, summary, envelope)
        SELECT i.tenant, i.case_id, i.workflow, i.version, i.status, i.revision, summaries[i.ord], envelopes[i.ord]
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
      -- A command id may have been committed while this call waited for its case.
      RETURN QUERY SELECT i.ord, CASE WHEN k.reply IS NULL THEN coalesce(c.revision, 0) END, k.reply
        FROM unnest(items) i
        LEFT JOIN {schema}.commands k ON k.tenant = i.tenant AND k.command_id = i.command_id
        LEFT JOIN {schema}.cases c ON c.tenant = i.tenant AND c.case_id = i.case_id
        WHERE i.ord <> ALL (passed);
      items := ARRAY(SELECT i FROM unnest(items) i WHERE i.ord = ANY (passed));
      IF cardinality(items) = 0 THEN CONTINUE; END IF;
      messages := ARRAY(SELECT m FROM unnest(messages) m WHERE m.ord = ANY (passed));
      lanes := ARRAY(SELECT l FROM unnest(lanes) l WHERE l.ord = ANY (passed));
      SELECT count(*) INTO armed FROM unnest(items) i WHERE cardinality(i.keys) > 0;
    END IF;

    INSERT INTO {schema}.commands (tenant, command_id, reply)
      SELECT i.tenant, i.command_id, replies[i.ord] FROM unnest(items) i ORDER BY i.tenant, i.command_id
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS affected = ROW_COUNT;
    IF affected < cardinality(items) THEN
      RAISE EXCEPTION 'a command id of the batch was committed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;

    -- Whoever reads the audit records in order waits for those that may still come before: see read_audit.
    PERFORM pg_advisory_xact_lock_shared(
        hashtext('{schema}.audit'), ((s.last_value + s.is_called::integer) & 2147483647)::integer
      ) FROM {schema}.audit_sequence s;
    INSERT INTO {schema}.audit (sequence, tenant, case_id, written_at, record)
      SELECT nextval('{schema}.audit_sequence'), i.tenant, i.case_id, i.at, audits[i.ord]
      FROM (SELECT * FROM unnest(items) u ORDER BY u.ord) i;

    IF opening + changing > 0 THEN
      INSERT INTO {schema}.journal (tenant, case_id, revision, written_at, entry)
        SELECT i.tenant, i.case_id, i.revision, i.written_at, journals[i.ord]
        FROM unnest(items) i WHERE i.revision IS NOT NULL;
${standingPart}    END IF;
${timersPart}    IF cardinality(messages) > 0 THEN
      INSERT INTO {schema}.outbox
          (tenant, case_id, destination, revision, "position", message_id, available_at, message)
        SELECT m.tenant, m.case_id, m.destination, m.revision, m."position", m.message_id, m.available_at, m.message
        FROM unnest(messages) m;
      -- Locks the lane against a settlement, which would otherwise not see these messages.
      INSERT INTO {schema}.outbox_lanes AS lane
          (tenant, case_id, destination, waiting, revision, "position", attempts, ready_at)
        SELECT l.tenant, l.case_id, l.destination, l.waiting, l.revision, l."position", 0, l.ready_at
        FROM unnest(lanes) l
        ON CONFLICT (tenant, case_id, destination) DO UPDATE SET waiting = lane.waiting + excluded.waiting;
    END IF;
  END LOOP;
END
$motcua$;
`;
