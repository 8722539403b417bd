/** A reader of records in order is not told to wait by a commit that begins while it looks. */
export const auditBound = `
-- As before; but a commit that began after the sequence was read names a later one, and what it brings comes later too.
-- Its distance is negative: modulo 2^31 that is more than 2^30.
CREATE OR REPLACE FUNCTION {schema}.audit_bound() RETURNS bigint LANGUAGE plpgsql AS $motcua$
DECLARE
  bound bigint;
  under_way bigint;
BEGIN
  SELECT s.last_value + s.is_called::integer INTO bound FROM {schema}.audit_sequence s;
  SELECT max(d.distance) INTO under_way FROM pg_locks l, LATERAL (
    SELECT (bound - l.objid::bigint) & 2147483647 AS distance
  ) d
  WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.mode = 'ShareLock' AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND l.classid = (hashtext('{schema}.audit')::bigint & 4294967295)::oid
    AND d.distance < 1073741824;
  RETURN bound - coalesce(under_way, 0);
END
$motcua$;
`;
