import type { Clock, Notifier } from '@motcua/core/contract';
import { createEmailNotifier, type EmailOptions } from '../src/index.js';

// #region notifier
/** Tells applicants that their permit is there. `addressOf` asks the office's own table. */
export function mailNotifier(
  port: number,
  clock: Pick<Clock, 'now'>,
  addressOf: (caseId: string) => string | undefined,
  secrets: Pick<EmailOptions, 'credentials' | 'dkim'> = {},
): Notifier {
  return createEmailNotifier({
    topics: ['permit.granted'],
    to({ caseId, payload }) {
      const email = addressOf(caseId);
      if (email === undefined) return undefined; // no consent, or no address: nobody is told
      return {
        recipient: {
          kind: 'applicant',
          id: caseId,
          name: String(payload['applicant']),
          language: 'vi',
          addresses: { email },
        },
        subject: 'Hồ sơ của ông/bà đã có kết quả',
        text: `Kính gửi ông/bà ${payload['applicant']},\n\nMời ông/bà đến nhận kết quả tại bộ phận một cửa.\n`,
      };
    },
    server: { host: '127.0.0.1', port, security: 'none' }, // elsewhere: 'starttls' or 'tls'
    from: { name: 'Bộ phận một cửa Bình An', address: 'motcua@binh-an.example' },
    clock,
    ...secrets,
  });
}
// #endregion
