/** Stretches of time in which a worker was alive; the times that none covers are the outages. */
export const liveness = `
CREATE TABLE motcua_liveness (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  alive_from INTEGER NOT NULL,
  alive_to INTEGER NOT NULL
) STRICT;
CREATE INDEX motcua_liveness_owner ON motcua_liveness (owner, alive_to);
CREATE INDEX motcua_liveness_to ON motcua_liveness (alive_to);
`;
