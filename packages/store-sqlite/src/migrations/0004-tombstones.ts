/** The disposal of cases: what is left of them, as their ids are not given again, and what finds their messages. */
export const tombstones = `
CREATE TABLE motcua_tombstones (
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  tombstone TEXT NOT NULL,
  PRIMARY KEY (tenant, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX motcua_outbox_settled ON motcua_outbox (tenant, case_id) WHERE settled_at IS NOT NULL;
`;
