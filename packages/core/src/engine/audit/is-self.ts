import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope } from '../../contract/case.js';
import { actsForHimself } from '../personal-data/encode-item.js';

/** Somebody whose own case it is, or who acts in no office: his id is personal. */
export const isSelf = (actor: Actor, envelope: CaseEnvelope | undefined): boolean =>
  actsForHimself(actor) || (actor.kind === 'person' && actor.id === envelope?.index.subject);
