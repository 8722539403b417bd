export type { ZaloTokenStore, ZaloTokens } from './access-tokens.js';
export { createEsmsGateway, type EsmsCredentials, type EsmsOptions } from './esms-gateway.js';
export { createSmsChannel, createSmsNotifier, type Sms, type SmsGateway } from './sms-channel.js';
export { createZaloChannel, createZaloNotifier, type ZaloOptions } from './zalo-channel.js';
