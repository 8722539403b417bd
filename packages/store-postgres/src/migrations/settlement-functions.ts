/** What happens to messages after their claim, and reads that must not miss what is still being committed. */
export const settlementFunctions = `
-- Sets the first waiting message of a locked lane, or ends the lane. The caller holds the lane's row lock.
CREATE FUNCTION {schema}.step_lane(p_tenant text, p_case_id text, p_destination text) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  head {schema}.outbox;
BEGIN
  SELECT * INTO head FROM {schema}.outbox o
  WHERE o.tenant = p_tenant AND o.case_id = p_case_id AND o.destination = p_destination
  ORDER BY o.revision, o."position" LIMIT 1;
  IF head.tenant IS NULL THEN
    DELETE FROM {schema}.outbox_lanes l
    WHERE l.tenant = p_tenant AND l.case_id = p_case_id AND l.destination = p_destination;
  ELSE
    UPDATE {schema}.outbox_lanes l SET revision = head.revision, "position" = head."position",
      attempts = head.attempts, ready_at = head.available_at, owner = NULL
    WHERE l.tenant = p_tenant AND l.case_id = p_case_id AND l.destination = p_destination;
  END IF;
END
$motcua$;

-- settlements: objects with the fields below, sorted by lane. Answers the places of those that counted.
CREATE FUNCTION {schema}.settle(settlements json) RETURNS SETOF integer LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  s record;
  lane {schema}.outbox_lanes;
BEGIN
  FOR s IN SELECT * FROM json_to_recordset(settlements) AS j (
    ord integer, owner text, tenant text, case_id text, destination text, revision integer, "position" integer,
    attempt integer, status text, at bigint, reason text
  ) LOOP
    SELECT * INTO lane FROM {schema}.outbox_lanes l
    WHERE l.tenant = s.tenant AND l.case_id = s.case_id AND l.destination = s.destination
      AND l.owner = s.owner AND l.revision = s.revision AND l."position" = s."position" AND l.attempts = s.attempt
    FOR UPDATE;
    CONTINUE WHEN NOT FOUND;
    IF s.status = 'retry' THEN
      UPDATE {schema}.outbox o SET attempts = s.attempt, available_at = s.at, reason = s.reason
      WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
        AND o.revision = s.revision AND o."position" = s."position";
    ELSE
      UPDATE {schema}.outbox_lanes l SET waiting = l.waiting - 1
      WHERE l.tenant = s.tenant AND l.case_id = s.case_id AND l.destination = s.destination;
      WITH gone AS (
        DELETE FROM {schema}.outbox o
        WHERE o.tenant = s.tenant AND o.case_id = s.case_id AND o.destination = s.destination
          AND o.revision = s.revision AND o."position" = s."position"
        RETURNING o.*
      ), kept AS (
        INSERT INTO {schema}.dead_letters (tenant, message_id, destination, attempts, reason, settled_at, message)
        SELECT g.tenant, g.message_id, g.destination, s.attempt, s.reason, s.at, g.message
        FROM gone g WHERE s.status = 'dead'
      )
      INSERT INTO {schema}.deliveries (tenant, message_id, destination, attempts, settled_at, message)
        SELECT g.tenant, g.message_id, g.destination, s.attempt, s.at, g.message
        FROM gone g WHERE s.status = 'delivered';
    END IF;
    PERFORM {schema}.step_lane(s.tenant, s.case_id, s.destination);
    RETURN NEXT s.ord;
  END LOOP;
END
$motcua$;

CREATE FUNCTION {schema}.redrive(p_tenant text, p_id text, p_destination text, p_at bigint)
RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  letter {schema}.dead_letters;
  document json;
  lane {schema}.outbox_lanes;
BEGIN
  DELETE FROM {schema}.dead_letters d
  WHERE d.tenant = p_tenant AND d.message_id = p_id AND d.destination = p_destination RETURNING * INTO letter;
  IF NOT FOUND THEN RETURN false; END IF;
  document := letter.message::json;
  -- The lane first, as everywhere: a settlement under way ends before.
  INSERT INTO {schema}.outbox_lanes AS l
      (tenant, case_id, destination, waiting, revision, "position", attempts, ready_at)
    VALUES (p_tenant, document ->> 'caseId', p_destination, 1, (document ->> 'revision')::integer,
      (document ->> 'index')::integer, 0, p_at)
    ON CONFLICT (tenant, case_id, destination) DO UPDATE SET waiting = l.waiting + 1
    RETURNING * INTO lane;
  INSERT INTO {schema}.outbox (tenant, case_id, destination, revision, "position", message_id, available_at, message)
    VALUES (p_tenant, lane.case_id, p_destination, (document ->> 'revision')::integer,
      (document ->> 'index')::integer, p_id, p_at, letter.message);
  -- A message in delivery is not overtaken: its settlement puts the lane in order.
  IF lane.owner IS NULL THEN PERFORM {schema}.step_lane(p_tenant, lane.case_id, p_destination); END IF;
  RETURN true;
END
$motcua$;

-- Audit records of a tenant in order. A record of a transaction still under way could come before one that is
-- committed already: whoever reads on from the last sequence seen would never see it. So nothing is given from the
-- first sequence on that a transaction under way may still bring.
CREATE FUNCTION {schema}.read_audit(p_tenant text, p_after bigint, p_limit integer)
RETURNS TABLE (sequence bigint, record text) LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  bound bigint;
  under_way bigint;
BEGIN
  SELECT s.last_value + s.is_called::integer INTO bound FROM {schema}.audit_sequence s;
  -- The lock names the sequence its transaction began at, modulo 2^31.
  SELECT max((bound - l.objid::bigint) & 2147483647) INTO under_way FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.mode = 'ShareLock' AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = (hashtext('{schema}.audit')::bigint & 4294967295)::oid;
  IF under_way IS NOT NULL THEN bound := bound - under_way; END IF;
  RETURN QUERY SELECT a.sequence, a.record FROM {schema}.audit a
    WHERE a.tenant = p_tenant AND a.sequence > p_after AND a.sequence < bound ORDER BY a.sequence LIMIT p_limit;
END
$motcua$;

-- One beat at a time, so that the end of an outage is told once.
CREATE FUNCTION {schema}.beat(p_owner text, p_now bigint, p_max_gap bigint)
RETURNS TABLE (last_owner text, last_at bigint) LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  own_id bigint;
  own_to bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('{schema}.beat'), 0);
  SELECT l.owner, l.alive_to INTO last_owner, last_at FROM {schema}.liveness l ORDER BY l.alive_to DESC, l.id LIMIT 1;
  SELECT l.id, l.alive_to INTO own_id, own_to FROM {schema}.liveness l
  WHERE l.owner = p_owner ORDER BY l.alive_to DESC LIMIT 1;
  IF own_id IS NULL OR p_now - own_to > p_max_gap THEN
    INSERT INTO {schema}.liveness (owner, alive_from, alive_to) VALUES (p_owner, p_now, p_now);
  ELSIF p_now > own_to THEN
    UPDATE {schema}.liveness l SET alive_to = p_now WHERE l.id = own_id;
  END IF;
  RETURN NEXT;
END
$motcua$;
`;
