export type { Letterhead } from './compose.js';
export {
  createEmailChannel,
  createEmailNotifier,
  type DkimKey,
  type EmailOptions,
  type SmtpCredentials,
  type SmtpServer,
} from './email-channel.js';
