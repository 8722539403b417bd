import type { z } from 'zod';

/** How a call goes over the wire. The request is its body, in JSON; a GET has none. */
export interface Address {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, beginning with `/`. */
  readonly path: string;
}

interface OperationParts<Request, Answer> {
  /** In logs, reasons and drift reports: `dossier.create`. */
  readonly name: string;
  /** What we send. Parsed before it goes out. */
  readonly request: z.ZodType<Request>;
  /** What we read of their answer. Use `z.object`: fields it does not name are reported as drift, and passed over. */
  readonly answer: z.ZodType<Answer>;
}

/** What makes a record at the other side. */
export interface CreationSpec<Request, Answer, Found> extends OperationParts<Request, Answer> {
  readonly http: (request: Request) => Address;
  /** Their id of the record. */
  readonly reference: (answer: Answer) => string;
  /** Asks whether an earlier try got through, at a system that does not know idempotency keys. A 404 says no. */
  readonly find?: {
    readonly http: (request: Request) => Address;
    readonly answer: z.ZodType<Found>;
    /** The record among what was found; undefined: it is not there. */
    readonly pick: (found: Found) => Answer | undefined;
  };
}

/** What changes a record at the other side; it is called once there is one. */
export interface ChangeSpec<Request, Answer> extends OperationParts<Request, Answer> {
  readonly kind: 'update' | 'attach' | 'close';
  readonly http: (request: Request, reference: string) => Address;
}

/** An operation with its types rubbed off, as the deliverer sees it. */
export interface Operation {
  readonly name: string;
  readonly kind: 'create' | 'update' | 'attach' | 'close';
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
  readonly http: (request: unknown, reference: string) => Address;
  readonly reference?: (answer: unknown) => string;
  readonly find?: {
    readonly http: (request: unknown) => Address;
    readonly answer: z.ZodType;
    readonly pick: (found: unknown) => unknown;
  };
}

/** One call that is to be made. */
export interface Call {
  readonly operation: Operation;
  readonly request: unknown;
  /** The record it is for; default: the one the connection knows. */
  readonly reference?: string;
}

/** Declares what makes a record. Called with a request, it is a {@link Call}. */
export const defineCreation =
  <Request, Answer, Found = unknown>(spec: CreationSpec<Request, Answer, Found>) =>
  (request: Request): Call => ({
    operation: { ...(spec as unknown as Omit<Operation, 'kind'>), kind: 'create' },
    request,
  });

/** Declares what changes a record. A second argument names another record than that of the connection. */
export const defineChange =
  <Request, Answer>(spec: ChangeSpec<Request, Answer>) =>
  (request: Request, reference?: string): Call => ({
    operation: spec as unknown as Operation,
    request,
    ...(reference !== undefined && { reference }),
  });
