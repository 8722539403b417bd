/**
 * The disposal of closed cases. A case that was disposed of keeps its row: status is `disposed`, revision -1, which no
 * commit is ever decided on, and the envelope a tombstone.
 */
export const disposal = `
-- Finds the deliveries of a case: their ids begin with that of the case.
CREATE INDEX deliveries_message ON {schema}.deliveries (tenant, message_id);

-- Deletes the content of a closed case. It runs with the rights of the schema's owner, so that whoever disposes need not
-- have the right to delete a journal; and it deletes nothing unless the last audit record of the case is that of its disposal,
-- written in the same transaction. The caller holds the row lock of the case.
CREATE FUNCTION {schema}.dispose_case(p_tenant text, p_case_id text, p_command_id text, p_tombstone text)
RETURNS TABLE (entries bigint, messages bigint, disclosures bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $motcua$
DECLARE
  disposing {schema}.audit;
BEGIN
  SELECT * INTO disposing FROM {schema}.audit a
    WHERE a.tenant = p_tenant AND a.case_id = p_case_id AND a.record IS NOT NULL ORDER BY a.sequence DESC LIMIT 1;
  IF disposing.record::json ->> 'commandId' IS DISTINCT FROM p_command_id
    OR NOT EXISTS (SELECT FROM {schema}.cases c
      WHERE c.tenant = p_tenant AND c.case_id = p_case_id AND c.status = 'done' FOR UPDATE)
    OR EXISTS (SELECT FROM {schema}.outbox o WHERE o.tenant = p_tenant AND o.case_id = p_case_id)
  THEN
    RAISE EXCEPTION 'the case is not closed, has messages that wait, or its disposal is not on record'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM {schema}.commands k
    WHERE k.tenant = p_tenant AND k.command_id <> p_command_id AND k.command_id IN (
      SELECT a.record::json ->> 'commandId' FROM {schema}.audit a WHERE a.tenant = p_tenant AND a.case_id = p_case_id);
  DELETE FROM {schema}.case_standing s WHERE s.tenant = p_tenant AND s.case_id = p_case_id;
  DELETE FROM {schema}.case_facts f WHERE f.tenant = p_tenant AND f.case_id = p_case_id;
  DELETE FROM {schema}.case_regions r WHERE r.tenant = p_tenant AND r.case_id = p_case_id;
  DELETE FROM {schema}.timers t WHERE t.tenant = p_tenant AND t.case_id = p_case_id;
  UPDATE {schema}.cases c SET status = 'disposed', revision = -1, summary = '', envelope = p_tombstone
    WHERE c.tenant = p_tenant AND c.case_id = p_case_id;
  RETURN QUERY WITH gone_entries AS (
    DELETE FROM {schema}.journal j WHERE j.tenant = p_tenant AND j.case_id = p_case_id RETURNING 1
  ), gone_deliveries AS (
    DELETE FROM {schema}.deliveries d WHERE d.tenant = p_tenant AND d.message_id > p_case_id || ':'
      AND d.message_id < p_case_id || ';' AND d.message::json ->> 'caseId' = p_case_id RETURNING 1
  ), gone_letters AS (
    DELETE FROM {schema}.dead_letters l WHERE l.tenant = p_tenant AND l.message_id > p_case_id || ':'
      AND l.message_id < p_case_id || ';' AND l.message::json ->> 'caseId' = p_case_id RETURNING 1
  ), gone_disclosures AS (
    DELETE FROM {schema}.disclosures s WHERE s.tenant = p_tenant AND s.case_id = p_case_id RETURNING 1
  ) SELECT (SELECT count(*) FROM gone_entries), (SELECT count(*) FROM gone_deliveries) + (SELECT count(*) FROM gone_letters),
    (SELECT count(*) FROM gone_disclosures);
END
$motcua$;
REVOKE ALL ON FUNCTION {schema}.dispose_case(text, text, text, text) FROM PUBLIC;
`;
