import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Behaviour } from '@motcua/testkit/destination-contract';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from '../../notify-webhook/test/certificates.js';

export const NOW = Date.UTC(2026, 0, 5, 1, 30);
export const clock = { now: () => NOW };

export interface MailServerOptions {
  readonly certificate?: Certificate;
  /** TLS from the first byte on. */
  readonly secure?: boolean;
}

export interface Refusal {
  readonly command: 'MAIL' | 'RCPT' | 'DATA';
  readonly code: number;
  readonly text: string;
}

const reply = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

/** A real SMTP server that logs people in, keeps what it accepts, and behaves badly when it is told to. */
export async function startMailServer({ certificate, secure = false }: MailServerOptions = {}) {
  let behaviour: Behaviour = 'accept';
  let greylistReply = '4.2.0 <anh@example.org>: greylisted, try again in 120 seconds';
  let password = 'first password';
  let refused: Refusal | undefined;
  let mostConnections = 0;
  const raw: Buffer[] = [];
  const mails: ParsedMail[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    ...(certificate && { ...certificate, secure }),
    ...(certificate ? {} : { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }),
    authOptional: true,
    logger: false,
    onConnect(_session, done) {
      mostConnections = Math.max(mostConnections, server.connections.size);
      done();
    },
    onAuth(auth, _session, done) {
      logins.push(auth.username ?? '');
      if (auth.password === password) done(null, { user: auth.username ?? '' });
      else done(reply(535, `5.7.8 wrong password ${auth.password}`));
    },
    onMailFrom(_address, _session, done) {
      if (refused?.command === 'MAIL') return done(reply(refused.code, refused.text));
      return done();
    },
    onRcptTo({ address }, _session, done) {
      if (refused?.command === 'RCPT') return done(reply(refused.code, refused.text));
      if (behaviour === 'fail') return done(reply(450, greylistReply));
      if (behaviour === 'refuse') return done(reply(550, `5.1.1 <${address}>: no such user`));
      return done();
    },
    onData(stream, session, done) {
      void buffer(stream).then(async (bytes) => {
        if (behaviour === 'hang') return;
        if (refused?.command === 'DATA') return done(reply(refused.code, refused.text));
        raw.push(bytes);
        mails.push(await simpleParser(bytes));
        if (behaviour === 'lose-answer') [...server.connections].find(({ id }) => id === session.id)?.close();
        else done();
      });
    },
  });
  // A client that does not trust the certificate goes away; that is no fault of the server's.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    raw,
    mails,
    logins,
    /** As a mailbox files them that looks at the Message-ID (RFC 7352, `duplicate`): each once. */
    filed: (): readonly ParsedMail[] =>
      [...new Map(mails.toReversed().map((mail) => [mail.messageId, mail])).values()].toReversed(),
    refuse(next: Refusal) {
      refused = next;
    },
    mostConnections: () => mostConnections,
    behave(next: Behaviour) {
      behaviour = next;
    },
    greylist(text: string) {
      behaviour = 'fail';
      greylistReply = text;
    },
    expect(next: string) {
      password = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const connection of server.connections) connection.close();
        server.close(() => resolve());
      }),
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
