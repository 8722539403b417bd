/**
 * A claim that leaves a crowded destination out must not look at what waits there. What is not sorted is found in the
 * order of an index: a plan made while nothing waited would gather all that is ready, and sort it for the first few.
 */
export const lanesByDestination = `
DROP INDEX {schema}.outbox_lanes_ready;
DROP INDEX {schema}.outbox_lanes_tenant;
CREATE INDEX outbox_lanes_ready ON {schema}.outbox_lanes (destination, ready_at);
-- Of an expression, so that whoever looks for one lane finds it by the primary key alone, however small the table is.
CREATE INDEX outbox_lanes_tenant ON {schema}.outbox_lanes ((tenant || E'\\001' || destination), ready_at);

-- The destinations that have lanes, but for those given. One look at the index for each.
CREATE FUNCTION {schema}.open_destinations(p_except text[]) RETURNS text[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $motcua$
DECLARE
  found text[] := '{}';
  name text COLLATE "C";
BEGIN
  SELECT l.destination INTO name FROM {schema}.outbox_lanes l ORDER BY l.destination, l.ready_at LIMIT 1;
  WHILE name IS NOT NULL LOOP
    IF name <> ALL (p_except) THEN found := found || name::text; END IF;
    SELECT l.destination INTO name FROM {schema}.outbox_lanes l
    WHERE l.destination > name ORDER BY l.destination, l.ready_at LIMIT 1;
  END LOOP;
  RETURN found;
END
$motcua$;

ALTER FUNCTION {schema}.claim_timers(bigint, bigint, integer, text, text) SET enable_bitmapscan = off;

-- Tenants with lanes that are ready for one of the destinations, in turn, beginning after the one given.
CREATE FUNCTION {schema}.outbox_tenants_due(p_now bigint, p_after text, p_limit integer, p_destinations text[])
RETURNS text[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $motcua$
DECLARE
  found text[] := '{}';
  place text COLLATE "C" := CASE WHEN p_after = '' THEN '' ELSE p_after || E'\\002' END;
  wrapped boolean := false;
  name text COLLATE "C";
BEGIN
  FOR step IN 1..512 LOOP
    EXIT WHEN cardinality(found) >= least(64, p_limit);
    SELECT l.tenant INTO name FROM {schema}.outbox_lanes l
    WHERE l.tenant || E'\\001' || l.destination > place
    ORDER BY l.tenant || E'\\001' || l.destination, l.ready_at LIMIT 1;
    IF name IS NULL THEN
      EXIT WHEN wrapped OR p_after = '';
      wrapped := true;
      place := '';
      CONTINUE;
    END IF;
    EXIT WHEN wrapped AND name > p_after;
    IF EXISTS (
      SELECT 1 FROM unnest(p_destinations) d (destination), LATERAL (
        SELECT 1 FROM {schema}.outbox_lanes l
        WHERE l.tenant || E'\\001' || l.destination = (name || E'\\001' || d.destination) COLLATE "C" AND l.ready_at <= p_now
        ORDER BY l.ready_at LIMIT 1
      ) r
    ) THEN found := found || name::text; END IF;
    place := name || E'\\002';
  END LOOP;
  RETURN found;
END
$motcua$;

-- When a lane is ready next whose destination is not among those given; null when there is none.
CREATE FUNCTION {schema}.next_message(p_except text[]) RETURNS bigint LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
AS $motcua$
BEGIN
  RETURN (
    SELECT min(r.ready_at) FROM unnest({schema}.open_destinations(p_except)) d (name), LATERAL (
      SELECT l.ready_at FROM {schema}.outbox_lanes l
      WHERE l.destination = d.name COLLATE "C" ORDER BY l.ready_at LIMIT 1
    ) r
  );
END
$motcua$;

CREATE OR REPLACE FUNCTION {schema}.claim_outbox(
  p_now bigint, p_until bigint, p_limit integer, p_owner text, p_after text, p_except text[]
) RETURNS TABLE (message text, attempt integer, tenant text, turn integer) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_material = off
AS $motcua$
DECLARE
  destinations text[] := {schema}.open_destinations(p_except);
  backlog integer;
  due_tenants text[];
  share integer;
  taken integer := 0;
BEGIN
  SELECT count(*) INTO backlog FROM (
    SELECT 1 FROM unnest(destinations) d (name), LATERAL (
      SELECT 1 FROM {schema}.outbox_lanes l
      WHERE l.destination = d.name COLLATE "C" AND l.ready_at <= p_now ORDER BY l.ready_at LIMIT p_limit + 1
    ) r LIMIT p_limit + 1
  ) b;
  IF backlog = 0 THEN RETURN; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  IF backlog > p_limit THEN
    due_tenants := {schema}.outbox_tenants_due(p_now, p_after, p_limit, destinations);
    -- Others have taken everything meanwhile, or it lies beyond the tenants looked at: those come next time.
    share := ceil(p_limit::numeric / greatest(1, cardinality(due_tenants)));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT r.place, t.turn FROM unnest(due_tenants) WITH ORDINALITY t (name, turn), LATERAL (
          SELECT f.place FROM unnest(destinations) d (name), LATERAL (
            SELECT l.ctid AS place, l.ready_at FROM {schema}.outbox_lanes l
            WHERE l.tenant || E'\\001' || l.destination = (t.name || E'\\001' || d.name) COLLATE "C"
              AND l.ready_at <= p_now
            ORDER BY l.ready_at LIMIT share FOR UPDATE SKIP LOCKED
          ) f ORDER BY f.ready_at LIMIT share
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
        SELECT f.place FROM unnest(destinations) d (name), LATERAL (
          SELECT l.ctid AS place, l.ready_at FROM {schema}.outbox_lanes l
          WHERE l.destination = d.name COLLATE "C" AND l.ready_at <= p_now
          ORDER BY l.ready_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
        ) f ORDER BY f.ready_at LIMIT p_limit - taken
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
`;
