export type { ResolvedAddress } from './address-guard.js';
export type { CloudEvent } from './cloud-event.js';
export {
  rememberInMemory,
  type Verdict,
  type VerifyOptions,
  verifyWebhook,
  type WebhookRequest,
} from './verify-webhook.js';
export { createWebhookChannel, createWebhookNotifier, type WebhookOptions } from './webhook-channel.js';
