import type { Dispatcher } from 'undici';
import type { Answer } from './outcome.js';

/** Where a request goes, as undici takes it. */
export interface Target {
  readonly origin: string;
  readonly path: string;
}

export interface Post {
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Most that is read of an answer, in bytes: what it says does not matter, only that it is whole. */
const ANSWER_BYTES = 65_536;

/**
 * Posts, and resolves when the answer has come whole; rejects when it breaks off, or as soon as the signal aborts. On
 * undici's own handlers: the streams of its `request` cost more than all the rest of a delivery.
 */
export function post(dispatcher: Dispatcher, { target, headers, body, signal }: Post): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  let controller: Dispatcher.DispatchController | undefined;
  let answer: Answer | undefined;
  let bytes = 0;
  const callOff = () => {
    controller?.abort(signal.reason);
    reject(signal.reason);
  };
  signal.addEventListener('abort', callOff, { once: true });
  const end = (whole: Answer) => {
    signal.removeEventListener('abort', callOff);
    resolve(whole);
  };
  dispatcher.dispatch(
    { ...target, method: 'POST', headers, body },
    {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(signal.reason);
      },
      onResponseStart(_controller, status, { 'retry-after': retryAfter }) {
        // 1xx is no answer yet.
        if (status >= 200) answer = { status, retryAfter: [retryAfter].flat()[0] };
      },
      onResponseData(reading, chunk) {
        bytes += chunk.length;
        if (bytes <= ANSWER_BYTES || answer === undefined) return;
        end(answer);
        reading.abort(new Error('the answer is longer than anybody reads'));
      },
      onResponseEnd() {
        if (answer !== undefined) end(answer);
      },
      onResponseError(_controller, error) {
        signal.removeEventListener('abort', callOff);
        reject(error);
      },
    },
  );
  return promise;
}
