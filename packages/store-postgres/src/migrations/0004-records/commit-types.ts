export const commitTypes = `
CREATE TYPE {schema}.commit_item AS (
  ord integer,
  wave integer,
  tenant text COLLATE "C",
  case_id text COLLATE "C",
  command_id text COLLATE "C",
  expected integer,
  -- The revision written; null when the command changed nothing.
  revision integer,
  at bigint,
  firing text COLLATE "C",
  -- Null when the pending firings stay as they are.
  keys text[] COLLATE "C",
  instants bigint[],
  -- 1 when none are pending before; else null.
  unarmed integer,
  workflow text COLLATE "C",
  version text COLLATE "C",
  status text COLLATE "C",
  phase text COLLATE "C",
  state_path text COLLATE "C",
  -- Those after the first; null when there are none and were none.
  regions text[] COLLATE "C",
  unit text COLLATE "C",
  assignee text COLLATE "C",
  due_at bigint,
  soon_at bigint,
  written_at bigint,
  -- Null, as all that follows, when what the case is stays as it is.
  opened_at bigint,
  subject text COLLATE "C",
  code text COLLATE "C",
  category text COLLATE "C",
  parent text COLLATE "C",
  words text COLLATE "C"
);
`;
