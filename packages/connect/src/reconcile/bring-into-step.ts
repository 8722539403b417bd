import { type CallOutcome, makeCall } from '../calls/make-call.js';
import { caseAt } from '../door.js';
import type { Connector } from '../parts.js';
import { type Reason, reason } from '../reason.js';
import { shortList } from '../short-list.js';
import { differencesOf, TWICE } from './compare.js';
import { fetchPage } from './fetch-page.js';
import type { ReconcileSpec, Standing } from './reconcile-spec.js';

export interface StepRequest {
  readonly tenant: string;
  readonly of: string;
  readonly reference: string | undefined;
  /** Another one for every try: what was right and what is there may have changed since the one before. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** The case may move while its record is being written; then once more. */
const MOST_ROUNDS = 5;

/** Makes their record say what it should, whatever it says now. Repeating it does no harm. */
export async function bringIntoStep(connector: Connector, request: StepRequest): Promise<CallOutcome> {
  const { reconcile: spec } = connector.definition.spec;
  if (spec === undefined) return never(cannotCompare);
  let { reference } = request;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = await revisionOf(connector, request);
    const key = `${request.key}@${before}`;
    const written = await write(connector, spec, { ...request, reference, key });
    if (written.status !== 'done') return written;
    reference = written.reference;
    const after = await standingOf(connector, spec, { ...request, reference });
    if ('kind' in after) return later(after, false);
    if ((await revisionOf(connector, request)) !== before) continue;
    const left = differencesIn(spec, after);
    return left.length > 0 ? later(stillDiffers(left), true) : written;
  }
  return later(restless, false);
}

/** Reads what is there and makes the calls that it needs, once. */
async function write(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  request: StepRequest,
): Promise<CallOutcome> {
  const standing = await standingOf(connector, spec, request);
  if ('kind' in standing) return later(standing, false);
  let reference = standing.record === undefined ? request.reference : spec.reference(standing.record);
  for (const [index, call] of [spec.bringIntoStep(standing)].flat().entries()) {
    const { signal } = request;
    const key = `${request.key}#${index + 1}`;
    const outcome = await makeCall(connector.calls, { call, reference, key, again: false, signal });
    if (outcome.status !== 'done') return outcome;
    if (call.operation.kind === 'create') reference = outcome.reference ?? reference;
  }
  return { status: 'done', drift: [], ...(reference !== undefined && { reference }) };
}

/** What is there for a case now, and what belongs to the case. A reason when they, or the case, cannot be read. */
export async function standingOf(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  { tenant, of, reference, signal }: StepRequest,
): Promise<Standing<unknown, unknown> | Reason> {
  let data: unknown;
  try {
    data = await connector.definition.spec.load({ tenant, caseId: of });
  } catch {
    return reason('case', 'không đọc được dữ liệu của hồ sơ', 'the data of the case could not be read');
  }
  const page = await fetchPage(connector, spec, spec.ofCase(data), signal);
  if ('kind' in page) return page;
  if (page.unreadable.length > 0)
    return reason('changed', 'bản ghi bên kia đã đổi dạng', 'its record has changed its form');
  const record = page.records.find((each) => spec.reference(each) === reference) ?? page.records[0];
  return { data, ours: spec.ours(data), record, surplus: page.records.filter((each) => each !== record) };
}

const revisionOf = async ({ door }: Connector, { tenant, of }: StepRequest): Promise<number> =>
  (await caseAt(door(), tenant, of))?.revision ?? 0;

/** They said yes to everything; what counts is what is there now. */
function differencesIn(spec: ReconcileSpec<unknown, unknown>, { ours, record, surplus }: Standing<unknown, unknown>) {
  const theirs = record === undefined ? undefined : spec.theirs(record);
  return [...differencesOf(ours, theirs), ...surplus.map(() => TWICE)].map(({ field }) => field);
}

const later = (why: Reason, answered: boolean): CallOutcome => ({ status: 'later', reason: why, answered });
const never = (why: Reason): CallOutcome => ({ status: 'never', reason: why, drift: [] });
const cannotCompare = reason(
  'mapping',
  'kết nối này không khai báo cách đối soát',
  'this connector does not say how the two sides are compared',
);
const stillDiffers = (fields: readonly string[]) =>
  reason(
    'failing',
    `đã gửi, nhưng bên kia vẫn khác: ${shortList(fields)}`,
    `it took everything and still differs: ${shortList(fields)}`,
  );
const restless = reason('case', 'hồ sơ đang thay đổi liên tục', 'the case keeps changing');
