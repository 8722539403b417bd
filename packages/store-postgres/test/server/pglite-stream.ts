import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** Length of the first message of a connection, and the codes with which a client asks for encryption first. */
const SSL_REQUEST = 80_877_103;

/**
 * A socket, as `pg` sees it, whose other end is a PGlite in this process: the real protocol without a network. PGlite
 * is one session, so one client at a time may use it.
 */
export function pgliteStream(database: PGlite): Duplex {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      answer(chunk).then(
        (reply) => {
          if (reply.length > 0) stream.push(reply);
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(JSON.stringify(error))),
      );
    },
    final(done) {
      stream.push(null);
      done();
    },
  });
  const answer = async (chunk: Buffer): Promise<Uint8Array> => {
    if (chunk.length === 8 && chunk.readInt32BE(4) === SSL_REQUEST) return Buffer.from('N');
    // A terminated session would end the database.
    if (chunk.length === 5 && chunk[0] === 'X'.charCodeAt(0)) return new Uint8Array();
    return database.execProtocolRaw(chunk);
  };
  return Object.assign(stream, {
    connect: () => void process.nextTick(() => stream.emit('connect')),
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  });
}
