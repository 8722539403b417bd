import { type Clock, ERASED, type Instant } from '@motcua/core';
import type { z } from 'zod';
import { type Reason, reason } from '../reason.js';
import { shortList } from '../short-list.js';
import type { Drift } from '../system/schemas.js';
import type { Address, Call, Operation } from './call.js';
import { readAnswer } from './drift.js';
import type { Answer, Transport } from './transport.js';

/**
 * What became of a call. `done`: the other side has it. `later`: try again, with the same key; the other side may have it
 * or not. `never`: it will not take this.
 */
export type CallOutcome =
  | { readonly status: 'done'; readonly reference?: string; readonly drift: readonly Drift[] }
  | {
      readonly status: 'later';
      readonly reason: Reason;
      readonly at?: Instant;
      /** With an error of its own, that may be the fault of what was sent. */
      readonly answered: boolean;
      /** There was no connection at all, whatever was to be sent. */
      readonly unreached?: boolean;
    }
  | { readonly status: 'never'; readonly reason: Reason; readonly drift: readonly Drift[] };

export interface CallRequest {
  readonly call: Call;
  /** Their id of the record, when the connection knows it. */
  readonly reference: string | undefined;
  readonly key: string;
  /** An earlier try may have got through. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

export interface CallParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Makes one call and judges the answer. Never throws; no text of the other side, and no secret, is in what it returns. */
export async function makeCall(parts: CallParts, request: CallRequest): Promise<CallOutcome> {
  const { call, reference, key } = request;
  const { operation } = call;
  const target = call.reference ?? reference;
  if (operation.kind !== 'create' && target === undefined) return never(noRecord(operation));
  const parsed = operation.request.safeParse(call.request);
  if (!parsed.success) return never(misfit(operation, issuesIn(parsed.error)));
  if (holdsErased(parsed.data)) return never(personErased);
  let address: Address;
  try {
    address = operation.http(parsed.data, target ?? '');
  } catch {
    return never(misfit(operation, ['no address can be made of it']));
  }
  if (request.again && operation.find !== undefined) {
    const found = await look(parts, operation, parsed.data, request);
    if (found !== undefined) return found;
  }
  const body = address.method === 'GET' ? {} : { body: parsed.data };
  const answer = await ship(parts, { ...address, ...body, key, signal: request.signal });
  if ('reason' in answer) return answer;
  if (answer.status === 409 && operation.find !== undefined) {
    return (await look(parts, operation, parsed.data, request)) ?? never(refused(operation, answer));
  }
  return judge(parts.clock, operation, answer);
}

/** Has it been there all the time? Undefined: no. */
async function look(
  parts: CallParts,
  operation: Operation,
  request: unknown,
  { key, signal }: CallRequest,
): Promise<CallOutcome | undefined> {
  const { find } = operation;
  if (find === undefined) return undefined;
  const answer = await ship(parts, { ...find.http(request), key, signal });
  if ('reason' in answer) return answer;
  if (answer.status === 404) return undefined;
  const { reference: _, ...reading } = operation;
  const asked = { ...reading, name: `${operation.name}.find`, answer: find.answer };
  const judged = judge(parts.clock, asked, answer);
  if (judged.status !== 'done') return judged;
  const picked = find.pick(find.answer.parse(answer.body));
  if (picked === undefined) return undefined;
  const reference = operation.reference?.(picked);
  return { ...judged, ...(reference !== undefined && { reference }) };
}

/** What stands for the data of a person who was erased says nothing, and would overwrite what they have. */
const holdsErased = (value: unknown): boolean =>
  value === ERASED || (typeof value === 'object' && value !== null && Object.values(value).some(holdsErased));

type Unanswered = Extract<CallOutcome, { status: 'later' }>;

/** An answer in time, or that there was none. */
export async function ship(
  { transport, clock, timeoutMs }: CallParts,
  shipment: Address & { readonly body?: unknown; readonly key: string; readonly signal: AbortSignal },
): Promise<Answer | Unanswered> {
  const { key, signal, ...request } = shipment;
  if (signal.aborted) return unanswered(noTime);
  const ended = new AbortController();
  const timer = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener('abort', stop, { once: true });
  const late = clock.sleepUntil(clock.now() + timeoutMs, timer.signal).then(stop);
  try {
    const answer = transport({ ...request, idempotencyKey: key, signal: ended.signal });
    const cut = new Promise<undefined>((resolve) => {
      ended.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    return (await Promise.race([answer, cut])) ?? unanswered(noTime);
  } catch {
    return ended.signal.aborted ? unanswered(noTime) : { ...unanswered(unreachable), unreached: true };
  } finally {
    signal.removeEventListener('abort', stop);
    timer.abort();
    await late;
  }
}

function judge(clock: Clock, operation: Operation, answer: Answer): CallOutcome {
  const { status, body, retryAfter } = answer;
  if (status >= 200 && status < 300) return read(operation, body);
  const at = retryAfter === undefined ? {} : { at: clock.now() + Math.ceil(Math.min(retryAfter * 1_000, DAY_MS)) };
  if (status === 401 || status === 403 || status === 407) {
    return { status: 'later', reason: credentials(status), answered: false, ...at };
  }
  if (BUSY.has(status)) return { status: 'later', reason: busy(status), answered: false, ...at };
  if (status >= 500) return { status: 'later', reason: failing(operation, status), answered: true, ...at };
  return never(refused(operation, answer));
}

/** However long they ask for: after a day somebody looks again. */
const DAY_MS = 86_400_000;
const BUSY = new Set([408, 425, 429, 502, 503, 504]);

function read(operation: Operation, body: unknown): CallOutcome {
  // No body where one is needed: it was lost on the way, and the same key brings it again.
  if (body === undefined && !operation.answer.safeParse(undefined).success) {
    return { status: 'later', reason: lost(operation), answered: true };
  }
  const reading = readAnswer(operation.name, operation.answer, body);
  if (!reading.fits) return never(changed(operation, reading.drift), reading.drift);
  const { drift, value } = reading;
  const reference = operation.reference?.(value);
  return { status: 'done', drift, ...(reference !== undefined && { reference }) };
}

/** By field: zod's words name what was expected, never what was there. */
const issuesIn = ({ issues }: z.ZodError): readonly string[] =>
  issues.map(({ path, message }) => `${path.map(String).join('.') || '*'}: ${message}`);

const never = (why: Reason, drift: readonly Drift[] = []): CallOutcome => ({ status: 'never', reason: why, drift });
const unanswered = (why: Reason): Unanswered => ({ status: 'later', reason: why, answered: false });

const noTime = reason('unavailable', 'không trả lời trong thời gian chờ', 'no answer came in time');
const unreachable = reason('unavailable', 'không kết nối được', 'it could not be reached');
const credentials = (status: number) =>
  reason('credentials', `từ chối thông tin xác thực (${status})`, `it refuses our credentials (${status})`);
const busy = (status: number) =>
  reason('unavailable', `báo đang bận hoặc bảo trì (${status})`, `it says that it is busy (${status})`);
const failing = ({ name }: Operation, status: number) =>
  reason('failing', `lỗi nội bộ khi gọi ${name} (${status})`, `it failed at ${name} (${status})`);
const lost = ({ name }: Operation) =>
  reason('failing', `trả lời ${name} không có nội dung đọc được`, `its answer to ${name} had nothing that can be read`);
const refused = ({ name }: Operation, { status }: Answer) =>
  reason('refused', `từ chối ${name} (${status})`, `it refuses ${name} (${status})`);
const personErased = reason(
  'case',
  'dữ liệu cá nhân của hồ sơ đã được xóa, không còn gì để gửi',
  'a person of the case was erased: there is nothing left to tell',
);
const noRecord = ({ name }: Operation) =>
  reason(
    'no-record',
    `chưa có bản ghi bên kia để gọi ${name}: lần tạo trước đã thất bại`,
    `it has no record for ${name}: the creation before it failed`,
  );
const misfit = ({ name }: Operation, issues: readonly string[]) =>
  reason(
    'mapping',
    `dữ liệu cho ${name} không hợp lệ: ${shortList(issues)}`,
    `what would be sent to ${name} is not valid: ${shortList(issues)}`,
  );
const changed = ({ name }: Operation, drift: readonly Drift[]) => {
  const list = shortList(drift.map(({ kind, path }) => `${path} (${kind})`));
  return reason('changed', `trả lời của ${name} đã đổi dạng: ${list}`, `its answer to ${name} has changed: ${list}`);
};
