import type { CaseEnvelope, Instant, Language } from '@motcua/core';

/** Somebody who may be told something. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly language?: Language;
  /** By channel: an e-mail address, a telephone number. */
  readonly addresses: Readonly<Record<string, string>>;
  /** By channel: agreed (true), or withdrawn (false). A channel that is not there was never asked about. */
  readonly consents?: Readonly<Record<string, boolean>>;
}

/** Knows people. Asked when a message is about to go out, so it answers as of now. */
export interface Directory {
  /** The persons a case is about. */
  subjects(envelope: CaseEnvelope): Promise<readonly Person[]>;
  /** Who is authorised, at that instant, to receive their letters, or to fetch the result. */
  representatives(request: {
    readonly envelope: CaseEnvelope;
    readonly receives: 'letters' | 'result';
    readonly at: Instant;
  }): Promise<readonly Person[]>;
  /** An officer; undefined when nobody has this id. */
  officer(request: { readonly tenant: string; readonly id: string }): Promise<Person | undefined>;
  /** Who holds one of the roles in exactly this unit. */
  holders(request: {
    readonly tenant: string;
    readonly unit: string;
    readonly roles: readonly string[];
  }): Promise<readonly Person[]>;
}

/** An officer, as a list of the office has it. */
export interface Officer extends Person {
  readonly unit: string;
  readonly roles: readonly string[];
}

export interface DirectoryOptions {
  readonly officers: readonly Officer[];
  readonly subjects: Directory['subjects'];
  /** Absent: nobody stands for anybody. */
  readonly representatives?: Directory['representatives'];
}

/** A directory over a list of officers: for a small office, and for tests. */
export function createDirectory({ officers, subjects, representatives = async () => [] }: DirectoryOptions): Directory {
  return {
    subjects,
    representatives,
    officer: async ({ id }) => officers.find((officer) => officer.id === id),
    holders: async ({ unit, roles }) =>
      officers.filter((officer) => officer.unit === unit && officer.roles.some((role) => roles.includes(role))),
  };
}
