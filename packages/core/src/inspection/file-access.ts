import type { AccessRule } from '../contract/index.js';
import type { FileAction } from '../kernel/index.js';
import { INSPECTION_ROLES } from './roles.js';

const { homeAffairs, authority } = INSPECTION_ROLES;
const keepers: readonly AccessRule[] = [{ roles: [homeAffairs, authority] }];

/** The files of inspections are kept by who plans and follows them. */
export const fileAccess: Readonly<Record<FileAction, readonly AccessRule[]>> = {
  'file.hold': keepers,
  'file.release': keepers,
  'file.correct': keepers,
  'file.dispose': [{ roles: [homeAffairs] }],
};
