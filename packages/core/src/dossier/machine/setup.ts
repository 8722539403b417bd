import { consultationActions, consultationGuards } from './consultations.js';
import { decisionActions, decisionGuards } from './decision.js';
import { base } from './deed.js';
import { interludeActions, interludeGuards } from './interludes.js';
import { overruledActions } from './overruled.js';
import { paperActions, paperGuards } from './papers.js';
import { peopleActions, peopleGuards } from './people.js';
import { receptionActions, receptionGuards } from './reception.js';
import { resultActions, resultGuards } from './result.js';
import { statusActions } from './status.js';

/** Every action and guard the dossier machine names. */
export const dossier = base.extend({
  actions: {
    ...receptionActions,
    ...paperActions,
    ...peopleActions,
    ...consultationActions,
    ...interludeActions,
    ...decisionActions,
    ...overruledActions,
    ...resultActions,
    ...statusActions,
  },
  guards: {
    ...receptionGuards,
    ...paperGuards,
    ...peopleGuards,
    ...consultationGuards,
    ...interludeGuards,
    ...decisionGuards,
    ...resultGuards,
  },
});
