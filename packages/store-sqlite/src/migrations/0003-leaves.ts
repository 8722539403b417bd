/**
 * The leaves of the audit log, their order in it, and what they commit to. Leaves and order are never changed; the
 * triggers keep a mistake from doing it, not somebody who may drop them.
 */
export const leaves = `
-- Positions are given in the order of the commits: there is one writer at a time.
CREATE TABLE motcua_leaves (
  position INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  case_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  leaf TEXT NOT NULL,
  UNIQUE (tenant, case_id, case_seq)
) STRICT;

CREATE TABLE motcua_log (
  log_index INTEGER PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE
) STRICT;

-- Erasable: no leaf and no proof needs it.
CREATE TABLE motcua_disclosures (
  tenant TEXT NOT NULL,
  case_id TEXT NOT NULL,
  case_seq INTEGER NOT NULL,
  disclosed TEXT NOT NULL,
  PRIMARY KEY (tenant, case_id, case_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE motcua_sequencer (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  owner TEXT NOT NULL,
  lease_until INTEGER NOT NULL
) STRICT;

CREATE TRIGGER motcua_leaves_stay BEFORE UPDATE ON motcua_leaves
  BEGIN SELECT RAISE(ABORT, 'a leaf of the audit log is never changed'); END;
CREATE TRIGGER motcua_leaves_remain BEFORE DELETE ON motcua_leaves
  BEGIN SELECT RAISE(ABORT, 'a leaf of the audit log is never deleted'); END;
CREATE TRIGGER motcua_log_stays BEFORE UPDATE ON motcua_log
  BEGIN SELECT RAISE(ABORT, 'the order of the audit log is never changed'); END;
CREATE TRIGGER motcua_log_remains BEFORE DELETE ON motcua_log
  BEGIN SELECT RAISE(ABORT, 'the order of the audit log is never changed'); END;
`;
