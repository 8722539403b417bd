import type { Actor } from '../src/index.js';

export const clerk: Actor = { kind: 'person', id: 'lan', unit: 'one-stop', roles: ['clerk'] };
export const officer: Actor = { kind: 'person', id: 'minh', unit: 'justice', roles: ['officer'] };
export const head: Actor = { kind: 'person', id: 'son', unit: 'justice', roles: ['head'] };
/** May do everything that anybody may. */
export const anybody: Actor = { kind: 'person', id: 'an', unit: 'justice', roles: ['clerk', 'officer', 'head'] };
