/**
 * A leaf of the audit log is a part of the audit record's row: one row and one new index entry less for each commit. The
 * end of a case's chain is in the row of the case, which its commit writes anyway.
 */
export const recordTables = `
DROP FUNCTION {schema}.commit_recorded(integer, {schema}.commit_item[], text[], text[], text[], text[], text[],
  {schema}.commit_message[], {schema}.commit_lane[], {schema}.leaf_draft[], text[], text[]);
DROP FUNCTION {schema}.commit(integer, {schema}.commit_item[], text[], text[], text[], text[], text[],
  {schema}.commit_message[], {schema}.commit_lane[]);
DROP FUNCTION {schema}.write_leaves({schema}.leaf_draft[], text[], text[]);
DROP TYPE {schema}.leaf_draft;
DROP TYPE {schema}.commit_item;

-- The last leaf of the case: its number, its hash, and the hash of the leaf before it. A case that does not exist has a
-- row of revision 0 when there are leaves of it.
ALTER TABLE {schema}.cases ADD COLUMN case_seq integer, ADD COLUMN leaf_hash bytea, ADD COLUMN leaf_prev bytea;

-- The leaf of the record, without what is in other columns: see leaf_text. Its place in the order of leaves is sequence.
-- A row without a record is a leaf that an older release wrote apart, or whose record lies in an archive.
ALTER TABLE {schema}.audit ALTER COLUMN record DROP NOT NULL;
ALTER TABLE {schema}.audit ADD COLUMN case_seq integer, ADD COLUMN case_prev bytea, ADD COLUMN body text;

INSERT INTO {schema}.audit (sequence, tenant, case_id, written_at, case_seq, case_prev, body)
  SELECT l."position", l.tenant, l.case_id, coalesce((
      SELECT a.written_at FROM {schema}.audit a
      WHERE a.tenant = l.tenant AND a.case_id = l.case_id AND a.sequence < l."position" ORDER BY a.sequence DESC LIMIT 1
    ), 0), l.case_seq, lag(l.hash) OVER (PARTITION BY l.tenant, l.case_id ORDER BY l.case_seq),
    substring(l.leaf, length('{"body":') + 1, length(l.leaf) - length('{"body":') - length(l.case_seq::text)
      - length(',"casePrev":"","caseSeq":}') - 64)
  FROM {schema}.leaves l;

UPDATE {schema}.cases c SET case_seq = h.case_seq, leaf_hash = h.hash FROM (
  SELECT DISTINCT ON (l.tenant, l.case_id) l.* FROM {schema}.leaves l ORDER BY l.tenant, l.case_id, l.case_seq DESC
) h WHERE c.tenant = h.tenant AND c.case_id = h.case_id;
INSERT INTO {schema}.cases (tenant, case_id, workflow, version, status, revision, summary, envelope, case_seq, leaf_hash)
  SELECT DISTINCT ON (l.tenant, l.case_id) l.tenant, l.case_id, '', '', '', 0, '', '', l.case_seq, l.hash
  FROM {schema}.leaves l ORDER BY l.tenant, l.case_id, l.case_seq DESC
  ON CONFLICT DO NOTHING;
DROP TABLE {schema}.leaves;

CREATE INDEX audit_leaves ON {schema}.audit (sequence) WHERE body IS NOT NULL;
DROP INDEX {schema}.audit_case;
CREATE INDEX audit_case ON {schema}.audit (tenant, case_id, sequence, case_seq);

CREATE FUNCTION {schema}.leaf_text(body text, case_prev bytea, case_seq integer) RETURNS text LANGUAGE sql STABLE AS $motcua$
  SELECT '{"body":' || body || ',"casePrev":"' || coalesce(encode(case_prev, 'hex'), repeat('0', 64)) || '","caseSeq":'
    || case_seq || '}'
$motcua$;
`;
