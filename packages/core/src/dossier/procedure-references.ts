/** The parts of a procedure that name each other. */
interface Referring {
  readonly limits: readonly { readonly id: string; readonly startsFrom?: string | undefined }[];
  readonly extensions: readonly { readonly id: string }[];
  readonly papers: readonly { readonly id: string }[];
  readonly steps: readonly { readonly id: string }[];
  readonly consultations: readonly {
    readonly id: string;
    readonly party: string;
    readonly after?: readonly string[] | undefined;
    readonly under?: readonly string[] | undefined;
  }[];
  readonly verification?: unknown;
  readonly confidence: number;
  readonly illustrative: boolean;
}

interface Offence {
  readonly path: string;
  readonly message: string;
}

/** What a schema of single fields cannot see: names given twice, names that lead nowhere, rules without their term. */
export const referenceOffences = (procedure: Referring): readonly Offence[] => [
  ...doubles(procedure),
  ...strayConsultations(procedure),
  ...headlessLimits(procedure),
  ...(procedure.confidence < 0.8 && !procedure.illustrative
    ? [{ path: 'illustrative', message: 'below a confidence of 0.8 it must be true' }]
    : []),
];

const doubles = (procedure: Referring): Offence[] =>
  (['limits', 'extensions', 'papers', 'steps', 'consultations'] as const).flatMap((path) => {
    const ids = procedure[path].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) < index).map((id) => ({ path, message: `"${id}" occurs twice` }));
  });

function strayConsultations({ consultations, limits, extensions }: Referring): Offence[] {
  const path = 'consultations';
  const cases = new Set([...limits, ...extensions].map(({ id }) => id));
  return consultations.flatMap(({ id, after = [], under = [] }, index) => {
    const earlier = consultations.slice(0, index).map((other) => other.id);
    return [
      ...after
        .filter((other) => !earlier.includes(other))
        .map((other) => ({ path, message: `"${id}" comes after "${other}", which is not listed before it` })),
      ...under
        .filter((other) => !cases.has(other))
        .map((other) => ({
          path,
          message: `"${id}" takes place under "${other}", which is no limit and no extension`,
        })),
    ];
  });
}

function headlessLimits({ limits, verification, consultations }: Referring): Offence[] {
  const path = 'limits';
  return limits.flatMap(({ id, startsFrom }) => {
    if (startsFrom === 'verification' && verification === undefined) {
      return [{ path, message: `"${id}" starts from a verification, and no rule says how long that takes` }];
    }
    if (startsFrom === 'agencies' && !consultations.some(({ party }) => party === 'agency')) {
      return [{ path, message: `"${id}" starts when the agencies have the dossier, and none is named` }];
    }
    return [];
  });
}
