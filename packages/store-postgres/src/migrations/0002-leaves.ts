/**
 * The leaves of the audit log, their order in it, and what they commit to. A store that is given leaves commits by
 * `commit_recorded`; one without an audit log by `commit`, as before.
 */
export const leaves = `
-- Never changed. position comes from audit_sequence, so a reader knows what may still come before it: see audit_bound.
CREATE TABLE {schema}.leaves (
  position bigint NOT NULL UNIQUE,
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  case_seq integer NOT NULL,
  hash bytea NOT NULL,
  leaf text NOT NULL,
  PRIMARY KEY (tenant, case_id, case_seq)
);

-- The order of the log. Never changed.
CREATE TABLE {schema}.log (
  log_index bigint PRIMARY KEY,
  position bigint NOT NULL UNIQUE
);

-- Erasable: no leaf and no proof needs it.
CREATE TABLE {schema}.disclosures (
  tenant text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  case_seq integer NOT NULL,
  disclosed text NOT NULL,
  PRIMARY KEY (tenant, case_id, case_seq)
);

CREATE TABLE {schema}.sequencer (
  id integer PRIMARY KEY CHECK (id = 1),
  owner text NOT NULL,
  lease_until bigint NOT NULL
);

-- The place of a leaf in a batch: ord is that of its item, and of its body.
CREATE TYPE {schema}.leaf_draft AS (ord integer, wave integer, tenant text COLLATE "C", case_id text COLLATE "C");

-- Appends one wave of leaves: one of a case. The case's row is locked by its commit, so its last leaf is known here. Of
-- two commands on a case that does not exist, the second meets the first one's leaf, and is repeated.
CREATE FUNCTION {schema}.write_leaves(drafts {schema}.leaf_draft[], bodies text[], disclosed text[])
RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off
SET plan_cache_mode = force_generic_plan
AS $motcua$
DECLARE
  affected integer;
BEGIN
  WITH written AS (
    INSERT INTO {schema}.leaves (position, tenant, case_id, case_seq, hash, leaf)
      SELECT nextval('{schema}.audit_sequence'), n.tenant, n.case_id, n.case_seq, sha256(convert_to(n.leaf, 'UTF8')),
        n.leaf
      FROM (
        SELECT d.tenant, d.case_id, coalesce(h.case_seq, 0) + 1 AS case_seq,
          '{"body":' || bodies[d.ord] || ',"casePrev":"' || coalesce(encode(h.hash, 'hex'), repeat('0', 64))
            || '","caseSeq":' || coalesce(h.case_seq, 0) + 1 || '}' AS leaf
        FROM unnest(drafts) d LEFT JOIN LATERAL (
          SELECT l.case_seq, l.hash FROM {schema}.leaves l
          WHERE l.tenant = d.tenant AND l.case_id = d.case_id ORDER BY l.case_seq DESC LIMIT 1
        ) h ON true
        ORDER BY d.ord
      ) n
      ON CONFLICT DO NOTHING
      RETURNING tenant, case_id, case_seq
  ), opened AS (
    INSERT INTO {schema}.disclosures (tenant, case_id, case_seq, disclosed)
      SELECT w.tenant, w.case_id, w.case_seq, disclosed[d.ord]
      FROM written w JOIN unnest(drafts) d ON d.tenant = w.tenant AND d.case_id = w.case_id
      WHERE disclosed[d.ord] IS NOT NULL
  ) SELECT count(*) INTO affected FROM written;
  IF affected < cardinality(drafts) THEN
    RAISE EXCEPTION 'a leaf of the same case was committed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
END
$motcua$;

-- A commit, and the leaves of what it wrote: all or nothing. bodies and disclosed have an element for every item, or
-- disclosed has none at all.
CREATE FUNCTION {schema}.commit_recorded(
  waves integer, items {schema}.commit_item[], replies text[], audits text[], envelopes text[], summaries text[],
  journals text[], messages {schema}.commit_message[], lanes {schema}.commit_lane[],
  drafts {schema}.leaf_draft[], bodies text[], disclosed text[]
) RETURNS SETOF {schema}.commit_verdict LANGUAGE plpgsql AS $motcua$
DECLARE
  verdicts {schema}.commit_verdict[] := ARRAY(SELECT v FROM {schema}.commit(
    waves, items, replies, audits, envelopes, summaries, journals, messages, lanes) v);
  written {schema}.leaf_draft[] := drafts;
BEGIN
  IF cardinality(verdicts) > 0 THEN
    written := ARRAY(SELECT d FROM unnest(written) d WHERE d.ord NOT IN (SELECT v.ord FROM unnest(verdicts) v));
  END IF;
  IF waves = 1 THEN
    PERFORM {schema}.write_leaves(written, bodies, disclosed);
  ELSE
    FOR w_number IN 1..waves LOOP
      PERFORM {schema}.write_leaves(
        ARRAY(SELECT d FROM unnest(written) d WHERE d.wave = w_number), bodies, disclosed);
    END LOOP;
  END IF;
  RETURN QUERY SELECT v.* FROM unnest(verdicts) v;
END
$motcua$;

-- Below it, whatever has a number of audit_sequence is committed or will never be: a commit under way holds a lock that
-- names the sequence it began at, modulo 2^31.
CREATE FUNCTION {schema}.audit_bound() RETURNS bigint LANGUAGE plpgsql AS $motcua$
DECLARE
  bound bigint;
  under_way bigint;
BEGIN
  SELECT s.last_value + s.is_called::integer INTO bound FROM {schema}.audit_sequence s;
  SELECT max((bound - l.objid::bigint) & 2147483647) INTO under_way FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.mode = 'ShareLock' AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = (hashtext('{schema}.audit')::bigint & 4294967295)::oid;
  RETURN bound - coalesce(under_way, 0);
END
$motcua$;

CREATE FUNCTION {schema}.pending_leaves(p_limit integer) RETURNS TABLE ("position" bigint, leaf text)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  bound bigint := {schema}.audit_bound();
BEGIN
  RETURN QUERY SELECT l."position", l.leaf FROM {schema}.leaves l
    WHERE l."position" > coalesce((SELECT max(o."position") FROM {schema}.log o), 0) AND l."position" < bound
    ORDER BY l."position" LIMIT p_limit;
END
$motcua$;

CREATE FUNCTION {schema}.confirm_leaves(p_from bigint, p_positions bigint[]) RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('{schema}.log'), 0);
  IF p_from <> coalesce((SELECT max(o.log_index) + 1 FROM {schema}.log o), 0) THEN RETURN false; END IF;
  IF cardinality(p_positions) <> (
    SELECT count(DISTINCT p) FROM unnest(p_positions) p JOIN {schema}.leaves l ON l."position" = p
    LEFT JOIN {schema}.log o ON o."position" = p WHERE o."position" IS NULL
  ) THEN RETURN false; END IF;
  INSERT INTO {schema}.log (log_index, "position")
    SELECT p_from + p.place - 1, p.number FROM unnest(p_positions) WITH ORDINALITY p (number, place);
  RETURN true;
END
$motcua$;
`;
