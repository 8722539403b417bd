/** The order of the leaves: as before, of rows that are audit records. */
export const sealFunctions = `
CREATE OR REPLACE FUNCTION {schema}.pending_leaves(p_limit integer) RETURNS TABLE ("position" bigint, leaf text)
LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  bound bigint := {schema}.audit_bound();
BEGIN
  RETURN QUERY SELECT a.sequence, {schema}.leaf_text(a.body, a.case_prev, a.case_seq) FROM {schema}.audit a
    WHERE a.body IS NOT NULL AND a.sequence > coalesce((SELECT max(o."position") FROM {schema}.log o), 0)
      AND a.sequence < bound
    ORDER BY a.sequence LIMIT p_limit;
END
$motcua$;

CREATE OR REPLACE FUNCTION {schema}.confirm_leaves(p_from bigint, p_positions bigint[]) RETURNS boolean
LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('{schema}.log'), 0);
  IF p_from <> coalesce((SELECT max(o.log_index) + 1 FROM {schema}.log o), 0) THEN RETURN false; END IF;
  IF cardinality(p_positions) <> (
    SELECT count(DISTINCT p) FROM unnest(p_positions) p JOIN {schema}.audit a ON a.sequence = p AND a.body IS NOT NULL
    LEFT JOIN {schema}.log o ON o."position" = p WHERE o."position" IS NULL
  ) THEN RETURN false; END IF;
  INSERT INTO {schema}.log (log_index, "position")
    SELECT p_from + p.place - 1, p.number FROM unnest(p_positions) WITH ORDINALITY p (number, place);
  RETURN true;
END
$motcua$;

CREATE OR REPLACE FUNCTION {schema}.read_audit(p_tenant text, p_after bigint, p_limit integer)
RETURNS TABLE (sequence bigint, record text) LANGUAGE plpgsql
SET enable_seqscan = off
AS $motcua$
DECLARE
  -- A record of a transaction still under way could come before one that is committed already: whoever reads on from
  -- the last sequence seen would never see it. So nothing is given from there on.
  bound bigint := {schema}.audit_bound();
BEGIN
  RETURN QUERY SELECT a.sequence, a.record FROM {schema}.audit a
    WHERE a.tenant = p_tenant AND a.sequence > p_after AND a.sequence < bound AND a.record IS NOT NULL
    ORDER BY a.sequence LIMIT p_limit;
END
$motcua$;
`;
