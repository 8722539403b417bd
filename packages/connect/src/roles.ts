import type { Actor } from '@motcua/core';

/** Roles of the workflows of this package. `connector` is the same as that of the dossier workflow. */
export const CONNECT_ROLES = {
  /** The program itself. */
  connector: 'connector',
  /** Looks after what did not get through: redrives, compares, repairs. */
  clerk: 'clerk',
  supervisor: 'supervisor',
} as const;

/** Who acts when a connector does. */
export const connectorActor = (system: string): Actor => ({
  kind: 'system',
  id: `connector:${system}`,
  roles: [CONNECT_ROLES.connector],
});
