import { type Clock, type DeliveryResult, errorName, type Instant } from '@motcua/core/contract';
import { z } from 'zod';
import { post } from './post.js';

/** Of an official account. The refresh token works once: what comes back with the new access token replaces it. */
export interface ZaloTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends. */
  readonly expiresAt: Instant;
}

/**
 * Where the tokens lie: a row of your database, or a vault. All processes share it. Between `load` and `save` another
 * process may have saved; then Zalo refuses the older refresh token, and what lies there is used.
 */
export interface ZaloTokenStore {
  load(): ZaloTokens | Promise<ZaloTokens>;
  save(tokens: ZaloTokens): void | Promise<void>;
}

export interface AccessTokenOptions {
  readonly appId: string;
  /** The application's secret key, asked for with every refreshing. */
  secretKey(): string | Promise<string>;
  readonly tokens: ZaloTokenStore;
  readonly clock: Clock;
  readonly url: string;
}

type Failed = Extract<DeliveryResult, { status: 'retry' }>;
type Access = { readonly token: string } | Failed;

/** A token that ends within this time is refreshed first. */
const MARGIN_MS = 60_000;

/** How long Zalo may take to refresh one. */
const REFRESH_MS = 15_000;

const answerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds; Zalo sends them as a text. */
  expires_in: z.coerce.number().positive(),
});

const failed = (what: string): Failed => ({ status: 'retry', reason: `there is no access token for Zalo: ${what}` });

/** Access tokens, refreshed before they end and when Zalo refuses one. Refreshes once for all who wait. */
export function accessTokens({ appId, secretKey, tokens, clock, url }: AccessTokenOptions) {
  let refreshing: Promise<Access> | undefined;
  /** Refreshed and not yet saved: the only copy of a refresh token. */
  let unsaved: ZaloTokens | undefined;

  const load = async (): Promise<ZaloTokens> => {
    const waiting = unsaved;
    if (waiting === undefined) return tokens.load();
    try {
      await tokens.save(waiting);
      if (unsaved === waiting) unsaved = undefined;
    } catch {
      // Used all the same, and saved before anything else the next time.
    }
    return waiting;
  };
  const refresh = async (old: ZaloTokens): Promise<Access> => {
    // Others wait for it too, so it is not called off with the delivery that began it.
    const answer = await within(clock, REFRESH_MS, async (signal) =>
      post({
        url,
        headers: { secret_key: await secretKey(), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          refresh_token: old.refreshToken,
          app_id: appId,
          grant_type: 'refresh_token',
        }).toString(),
        signal,
        who: 'Zalo',
        now: clock.now(),
      }),
    );
    if ('status' in answer) return answer;
    const parsed = answerSchema.safeParse(answer.body);
    if (!parsed.success) return afterRefusal(old);
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = parsed.data;
    unsaved = { accessToken, refreshToken, expiresAt: clock.now() + seconds * 1_000 };
    await load();
    return { token: accessToken };
  };
  const afterRefusal = async (old: ZaloTokens): Promise<Access> => {
    const present = await tokens.load();
    if (present.refreshToken !== old.refreshToken) return { token: present.accessToken };
    return failed(
      'it refuses the refresh token or the secret key. Authorise the application anew, and save what it gives',
    );
  };
  const safely = async (find: () => Promise<Access>): Promise<Access> => {
    try {
      return await find();
    } catch (error) {
      return failed(`${errorName(error)}. Look at the functions that fetch and keep its secrets`);
    }
  };
  const refreshed = (old: ZaloTokens): Promise<Access> => {
    refreshing ??= safely(() => refresh(old)).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };
  return {
    present: (): Promise<Access> =>
      safely(async () => {
        const found = await load();
        return found.expiresAt - MARGIN_MS > clock.now() ? { token: found.accessToken } : refreshed(found);
      }),
    /** Another one than the one Zalo refused. */
    insteadOf: (refused: string): Promise<Access> =>
      safely(async () => {
        const found = await load();
        return found.accessToken === refused ? refreshed(found) : { token: found.accessToken };
      }),
  };
}

/** Calls a work off when it takes longer. */
async function within<Result>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const [late, done] = [new AbortController(), new AbortController()];
  void clock.sleepUntil(clock.now() + ms, done.signal).then(() => late.abort());
  try {
    return await work(late.signal);
  } finally {
    done.abort();
  }
}
