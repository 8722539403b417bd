import type { Clock, Notifier } from '@motcua/core/contract';
import { createEsmsGateway, createSmsChannel, createZaloNotifier, type ZaloTokenStore } from '../src/index.js';

// #region notifier
export interface Vault {
  readonly secretKey: () => string;
  readonly sms: () => { readonly apiKey: string; readonly secretKey: string };
}

/** Tells applicants by Zalo that their permit is there, and by SMS whom Zalo does not reach. */
export function phoneNotifier(
  phoneOf: (caseId: string) => string | undefined,
  { vault, tokens, clock }: { readonly vault: Vault; readonly tokens: ZaloTokenStore; readonly clock: Clock },
  urls?: { readonly send: string; readonly token: string; readonly sms: string }, // for tests
): Notifier {
  return createZaloNotifier({
    topics: ['permit.granted'],
    to({ caseId, payload }) {
      const zalo = phoneOf(caseId);
      if (zalo === undefined) return undefined; // no consent: nobody is told
      return {
        recipient: { kind: 'applicant', id: caseId, language: 'vi', addresses: { zalo } },
        template: { id: '227814', parameters: { name: String(payload['applicant']), code: caseId } },
        text: `Hồ sơ ${caseId} đã có kết quả. Mời ông/bà đến bộ phận một cửa.`, // for the SMS
      };
    },
    appId: '2384629384',
    secretKey: vault.secretKey,
    tokens,
    sms: createSmsChannel({
      gateway: createEsmsGateway({
        brandname: 'UBNDBINHAN',
        credentials: vault.sms,
        clock,
        ...(urls && { url: urls.sms }),
      }),
    }),
    clock,
    ...(urls && { urls }),
  });
}
// #endregion
