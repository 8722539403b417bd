/**
 * Messages are claimed and settled many at a time, by a few statements whatever their number. As in the other stores
 * neither waits for the disk: should a power cut take the end of it back, those messages are delivered again, by the same
 * ids, as after the death of a process.
 */
export const settleTogether = `
-- As before, but a row is found again by its place, under the lock, instead of by its key.
CREATE OR REPLACE FUNCTION {schema}.claim_outbox(
  p_now bigint, p_until bigint, p_limit integer, p_owner text, p_after text, p_except text[]
) RETURNS TABLE (message text, attempt integer, tenant text, turn integer) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
AS $motcua$
DECLARE
  backlog integer;
  due_tenants text[];
  share integer;
  taken integer := 0;
BEGIN
  SELECT count(*) INTO backlog FROM (
    SELECT 1 FROM {schema}.outbox_lanes l WHERE l.ready_at <= p_now AND l.destination <> ALL (p_except)
    ORDER BY l.ready_at LIMIT p_limit + 1
  ) b;
  IF backlog = 0 THEN RETURN; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  IF backlog > p_limit THEN
    due_tenants := {schema}.tenants_due('outbox', p_now, p_after, p_limit);
    share := ceil(p_limit::numeric / cardinality(due_tenants));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT r.place, d.turn FROM unnest(due_tenants) WITH ORDINALITY d (name, turn), LATERAL (
          SELECT f.ctid AS place FROM {schema}.outbox_lanes f
          WHERE f.tenant = d.name COLLATE "C" AND f.ready_at <= p_now AND f.destination <> ALL (p_except)
          ORDER BY f.ready_at LIMIT share FOR UPDATE SKIP LOCKED
        ) r LIMIT p_limit
      ), claimed AS (
        UPDATE {schema}.outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.ctid = p.place RETURNING l.*, p.turn
      )
      SELECT o.message, c.attempts, c.tenant, c.turn::integer FROM claimed c JOIN {schema}.outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
    GET DIAGNOSTICS taken = ROW_COUNT;
  END IF;
  IF taken < p_limit THEN
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT f.ctid AS place FROM {schema}.outbox_lanes f
        WHERE f.ready_at <= p_now AND f.destination <> ALL (p_except)
        ORDER BY f.ready_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE {schema}.outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.ctid = p.place RETURNING l.*
      )
      SELECT o.message, c.attempts, c.tenant, 0 FROM claimed c JOIN {schema}.outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
  END IF;
END
$motcua$;

-- What became of a claimed message. status: delivered, dead, retry (at an instant), or released (as if never claimed).
CREATE TYPE {schema}.settlement AS (
  ord integer, owner text, tenant text COLLATE "C", case_id text COLLATE "C", destination text COLLATE "C",
  revision integer, "position" integer, attempt integer, status text, at bigint, reason text
);

-- settlements: objects with the fields of the type, sorted by lane, at most one of a lane. Answers the places of those
-- that counted. The lanes are locked first; what is read after that no longer changes.
CREATE OR REPLACE FUNCTION {schema}.settle(settlements json) RETURNS SETOF integer LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
SET plan_cache_mode = force_generic_plan
AS $motcua$
DECLARE
  given {schema}.settlement[] := ARRAY(SELECT j FROM json_populate_recordset(NULL::{schema}.settlement, settlements) j);
  held integer[];
  ending tid[];
  staying integer[];
  affected integer;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  WITH locked AS MATERIALIZED (
    SELECT s.ord, l.ctid AS place, l.waiting = 1 AND s.status IN ('delivered', 'dead') AS ends
    FROM unnest(given) s JOIN {schema}.outbox_lanes l
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
    DELETE FROM {schema}.outbox o USING unnest(given) s
    WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
      AND o.revision = s.revision AND o."position" = s."position" AND s.status IN ('delivered', 'dead')
    RETURNING o.tenant, o.message_id, o.destination, o.message, s.attempt, s.status, s.at, s.reason
  ), kept AS (
    INSERT INTO {schema}.dead_letters (tenant, message_id, destination, attempts, reason, settled_at, message)
    SELECT g.tenant, g.message_id, g.destination, g.attempt, g.reason, g.at, g.message
    FROM gone g WHERE g.status = 'dead'
  )
  INSERT INTO {schema}.deliveries (tenant, message_id, destination, attempts, settled_at, message)
    SELECT g.tenant, g.message_id, g.destination, g.attempt, g.at, g.message
    FROM gone g WHERE g.status = 'delivered';

  IF ending IS NOT NULL THEN
    DELETE FROM {schema}.outbox_lanes l WHERE l.ctid = ANY (ending);
    GET DIAGNOSTICS affected = ROW_COUNT;
    IF affected < cardinality(ending) THEN
      RAISE EXCEPTION 'a lane moved while it was settled' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;
  IF staying IS NOT NULL THEN
    given := ARRAY(SELECT s FROM unnest(given) s WHERE s.ord = ANY (staying));
    UPDATE {schema}.outbox o SET attempts = s.attempt - (s.status = 'released')::integer,
        available_at = coalesce(s.at, o.available_at), reason = coalesce(s.reason, o.reason)
      FROM unnest(given) s
      WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
        AND o.revision = s.revision AND o."position" = s."position" AND s.status IN ('retry', 'released');
    UPDATE {schema}.outbox_lanes l SET waiting = l.waiting - (s.status IN ('delivered', 'dead'))::integer,
        revision = h.revision, "position" = h."position", attempts = h.attempts, ready_at = h.available_at, owner = NULL
      FROM unnest(given) s, LATERAL (
        SELECT o.revision, o."position", o.attempts, o.available_at FROM {schema}.outbox o
        WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
        ORDER BY o.revision, o."position" LIMIT 1
      ) h
      WHERE l.tenant = s.tenant AND l.case_id = s.case_id AND l.destination = s.destination;
  END IF;
  RETURN QUERY SELECT unnest(held);
END
$motcua$;
`;
