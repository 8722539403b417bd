/** Tells people about cases: whom, what, when and by which channel, as data. */

export { type CaseValuesOptions, caseValues, type Occasion, type ValueSource } from './case-values.js';
export { createNotifier, type Notifications } from './create-notifier.js';
export { type DigestInput, digestWorkflow } from './digest/digest-workflow.js';
export { dossierMessages } from './dossier/dossier-messages.js';
export { type DossierPeopleOptions, dossierApplicants, dossierRepresentatives } from './dossier/dossier-people.js';
export { dossierPolicy } from './dossier/dossier-policy.js';
export { dossierValues } from './dossier/dossier-values.js';
export type { Messages, ValueKind, Values } from './messages.js';
export type { AttachmentMaker, NotifierOptions } from './notifier-options.js';
export { createDirectory, type Directory, type DirectoryOptions, type Officer, type Person } from './person.js';
export {
  type Audience,
  type Hours,
  type NotificationPolicy,
  notificationPolicySchema,
  type Route,
  type Rule,
} from './policy.js';
