/**
 * Claims. Both queues work alike: with no more due than asked, the oldest; with more, tenants take turns. A turn begins
 * after the tenant the last one ended with, looks at a bounded number of tenants and takes an equal share of each; what
 * is left of the limit goes to the oldest of all. Rows that others hold are passed over, never waited for.
 */
export const queueFunctions = `
CREATE FUNCTION {schema}.claim_timers(
  p_now bigint, p_until bigint, p_limit integer, p_owner text, p_after text
) RETURNS TABLE (tenant text, case_id text, key text, fire_at bigint, turn integer) LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
AS $motcua$
DECLARE
  backlog integer;
  due_tenants text[];
  share integer;
  taken integer := 0;
BEGIN
  -- Leases that have run out are over, whoever had them.
  UPDATE {schema}.timers t SET owner = NULL, claimed_key = NULL, claimed_at = NULL, lease_until = NULL
  FROM (
    SELECT h.tenant, h.case_id FROM {schema}.timers h WHERE h.owner IS NOT NULL AND h.lease_until <= p_now
    ORDER BY h.lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED
  ) e WHERE t.tenant = e.tenant AND t.case_id = e.case_id;

  SELECT count(*) INTO backlog FROM (
    SELECT 1 FROM {schema}.timers f WHERE f.owner IS NULL AND f.fire_at <= p_now ORDER BY f.fire_at LIMIT p_limit + 1
  ) b;
  IF backlog = 0 THEN RETURN; END IF;
  IF backlog > p_limit THEN
    due_tenants := {schema}.tenants_due('timers', p_now, p_after, p_limit);
    share := ceil(p_limit::numeric / cardinality(due_tenants));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT d.place, r.* FROM unnest(due_tenants) WITH ORDINALITY d (name, place), LATERAL (
          SELECT f.tenant, f.case_id FROM {schema}.timers f
          WHERE f.tenant = d.name COLLATE "C" AND f.owner IS NULL AND f.fire_at <= p_now
          ORDER BY f.fire_at LIMIT share FOR UPDATE SKIP LOCKED
        ) r LIMIT p_limit
      )
      UPDATE {schema}.timers t
      SET owner = p_owner, claimed_key = t.keys[1], claimed_at = t.fire_at, lease_until = p_until
      FROM picked p WHERE t.tenant = p.tenant AND t.case_id = p.case_id
      RETURNING t.tenant, t.case_id, t.claimed_key, t.fire_at, p.place::integer;
    GET DIAGNOSTICS taken = ROW_COUNT;
  END IF;
  IF taken < p_limit THEN
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT f.tenant, f.case_id FROM {schema}.timers f WHERE f.owner IS NULL AND f.fire_at <= p_now
        ORDER BY f.fire_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
      )
      UPDATE {schema}.timers t
      SET owner = p_owner, claimed_key = t.keys[1], claimed_at = t.fire_at, lease_until = p_until
      FROM picked p WHERE t.tenant = p.tenant AND t.case_id = p.case_id
      RETURNING t.tenant, t.case_id, t.claimed_key, t.fire_at, 0;
  END IF;
END
$motcua$;

-- Up to 64 tenants that have something due, in order from the one after p_after and then from the beginning. Each
-- step is one look into an index; at most 512 tenants are looked at.
CREATE FUNCTION {schema}.tenants_due(queue text, p_now bigint, p_after text, p_limit integer)
RETURNS text[] LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
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
      SELECT f.tenant, f.fire_at INTO name, ready FROM {schema}.timers f
      WHERE f.owner IS NULL AND f.tenant > place ORDER BY f.tenant, f.fire_at LIMIT 1;
    ELSE
      SELECT l.tenant, l.ready_at INTO name, ready FROM {schema}.outbox_lanes l
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
$motcua$;

CREATE FUNCTION {schema}.claim_outbox(
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
  IF backlog > p_limit THEN
    due_tenants := {schema}.tenants_due('outbox', p_now, p_after, p_limit);
    share := ceil(p_limit::numeric / cardinality(due_tenants));
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT d.place, r.* FROM unnest(due_tenants) WITH ORDINALITY d (name, place), LATERAL (
          SELECT f.tenant, f.case_id, f.destination FROM {schema}.outbox_lanes f
          WHERE f.tenant = d.name COLLATE "C" AND f.ready_at <= p_now AND f.destination <> ALL (p_except)
          ORDER BY f.ready_at LIMIT share FOR UPDATE SKIP LOCKED
        ) r LIMIT p_limit
      ), claimed AS (
        UPDATE {schema}.outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.tenant = p.tenant AND l.case_id = p.case_id AND l.destination = p.destination
        RETURNING l.*, p.place
      )
      SELECT o.message, c.attempts, c.tenant, c.place::integer FROM claimed c JOIN {schema}.outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
    GET DIAGNOSTICS taken = ROW_COUNT;
  END IF;
  IF taken < p_limit THEN
    RETURN QUERY
      WITH picked AS MATERIALIZED (
        SELECT f.tenant, f.case_id, f.destination FROM {schema}.outbox_lanes f
        WHERE f.ready_at <= p_now AND f.destination <> ALL (p_except)
        ORDER BY f.ready_at LIMIT p_limit - taken FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE {schema}.outbox_lanes l SET attempts = l.attempts + 1, owner = p_owner, ready_at = p_until
        FROM picked p WHERE l.tenant = p.tenant AND l.case_id = p.case_id AND l.destination = p.destination
        RETURNING l.*
      )
      SELECT o.message, c.attempts, c.tenant, 0 FROM claimed c JOIN {schema}.outbox o
        ON o.tenant = c.tenant AND o.case_id = c.case_id AND o.destination = c.destination
        AND o.revision = c.revision AND o."position" = c."position";
  END IF;
END
$motcua$;
`;
