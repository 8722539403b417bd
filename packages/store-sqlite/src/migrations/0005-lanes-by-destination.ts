/** A claim that leaves a crowded destination out must not look at what waits there. */
export const lanesByDestination = `
DROP INDEX motcua_outbox_ready;
CREATE INDEX motcua_outbox_ready ON motcua_outbox (destination, ready_at) WHERE ready_at IS NOT NULL;
`;
