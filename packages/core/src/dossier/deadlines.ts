import type { InterruptionRule, Length, Text } from '../contract/index.js';
import type { WorkflowSpec } from '../kernel/index.js';
import type { dossierSchemas } from './machine/deed.js';
import { lengthsOf, type Stage } from './procedure.js';
import type { DossierContext } from './schemas.js';

type Deadlines = NonNullable<WorkflowSpec<typeof dossierSchemas>['deadlines']>;
type Spec = Deadlines[string];
type Rungs = NonNullable<Spec['rungs']>;

const calendar = ({ calendar: id }: DossierContext) => id;
const lateRecord = ({ procedure }: DossierContext) => procedure.lateRecord ?? 'overrules';
/** A stage that was called late, and was not as is known now. */
const events = { overruled: 'stage.overruled' };
const limitOf = ({ procedure, limit }: DossierContext) => procedure.limits.find(({ id }) => id === limit);
const soon = { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' } as const;
/** The end of a time that nobody can miss: a rung that is no `due`, so that nothing is called a breach. */
const atItsEnd = { before: { amount: 0, unit: 'workingHour' } } as const;
/** What an applicant may do online he may do until 24:00 of the last day (Civil Code 2015 art. 148). */
const untilMidnight = { end: 'midnight' } as const;
/** A day late: the superior is told, and again each working day, ten times. */
const escalate = {
  at: { after: { amount: 1, unit: 'workingDay' } },
  effect: 'escalating',
  repeat: { every: { amount: 1, unit: 'workingDay' }, times: 10 },
  outage: 'coalesce',
} as const;

/** What the present interruption does to the limit: each cause by its own rule of the procedure. */
function interruptionRule({ procedure, interruption }: DossierContext): InterruptionRule {
  if (interruption === 'supplement') return procedure.supplement.interruption;
  if (interruption === 'payment') return procedure.financial?.interruption ?? 'exclude';
  return 'exclude';
}

const HOURS_OF_DAY = 8;
const inDays = ({ amount, unit }: Length): number =>
  unit === 'workingHour' ? amount / HOURS_OF_DAY : unit === 'month' ? amount * 30 : amount;

/**
 * An apology with a new date is due one working day before the end (61/2018 art. 19.9). A limit that is itself no
 * longer than that has no such day, and one whose date was moved as often as the rule allows needs none.
 */
function apologyPosition(context: DossierContext) {
  const limit = limitOf(context);
  const { before, maxTimes } = context.procedure.apology;
  if (limit === undefined || context.apology.used >= maxTimes) return undefined;
  const days = lengthsOf(limit.budget).reduce((sum, length) => sum + inDays(length), 0);
  return context.extensions.length > 0 || days > inDays(before) ? { before } : undefined;
}

/** The term of a stage of the internal process. It waits while the dossier waits, or is verified or posted. */
const stage = (name: Exclude<Stage, 'check' | 'transfer' | 'handover'>, title: Text): Spec => ({
  title,
  owner: 'step',
  startsIn: `stage-${name}`,
  suspendedIn: ['excluded', 'aside'],
  stoppedIn: ['ended'],
  budget: ({ procedure }) => procedure.stages[name],
  calendar,
  within: 'resolution',
  events,
  rungs: { soon, due: { at: 'due', effect: 'advisory', event: 'stage.overdue' } },
});

const limitRungs: Rungs = { soon, due: { at: 'due', effect: 'escalating', event: 'resolution.overdue' }, escalate };

/**
 * The clocks of a dossier. Only `resolution` is the deadline the citizen was promised; `service` is the office's own
 * shorter standard beside it; every other clock belongs to a step, the applicant, a consultee or the public notice.
 */
export const dossierDeadlines: Deadlines = {
  reply: {
    title: { vi: 'Thời hạn phản hồi tiếp nhận', en: 'Reply to the submission' },
    owner: 'step',
    startsIn: 'check',
    /** Resolution 66.7/2025 and Decree 297/2025: online 8 working hours, otherwise 1 working day. */
    budget: ({ channel }) =>
      channel === 'online' ? { amount: 8, unit: 'workingHour' } : { amount: 1, unit: 'workingDay' },
    calendar,
    legalBasis: 'Nghị quyết 66.7/2025/NQ-CP',
    events,
    rungs: {
      /** Decree 297/2025 art. 6.4: the officer is warned within 2 working hours, a quarter of 8. */
      alert: {
        at: ({ channel }) => (channel === 'online' ? { percent: 25 } : undefined),
        effect: 'advisory',
        outage: 'if-useful',
      },
      soon,
      due: { at: 'due', effect: 'escalating', event: 'stage.overdue' },
    },
    soon: 'soon',
  },
  transfer: {
    title: { vi: 'Thời hạn chuyển hồ sơ', en: 'Transfer to the competent authority' },
    owner: 'step',
    startsIn: 'transfer',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.stages.transfer ?? { amount: 0, unit: 'workingDay' },
    /** 61/2018 art. 18.2: the same day; received after 15:00, the next working day. */
    counting: ({ procedure }) => (procedure.stages.transfer === undefined ? { cutOff: { at: '15:00' } } : {}),
    calendar,
    legalBasis: 'Nghị định 61/2018/NĐ-CP, Điều 18',
    events,
    rungs: { due: { at: 'due', effect: 'advisory', event: 'stage.overdue' } },
  },
  resolution: {
    title: { vi: 'Thời hạn giải quyết', en: 'Statutory time limit' },
    owner: 'authority',
    startsIn: 'limit',
    suspendedIn: ['excluded'],
    metIn: ['resolved'],
    stoppedIn: ['ended'],
    budget: (context) => limitOf(context)?.budget,
    counting: (context) => limitOf(context)?.counting ?? {},
    anchor: ({ limitFrom, submittedAt }) => limitFrom ?? submittedAt,
    calendar,
    legalBasis: (context) => limitOf(context)?.legalBasis ?? context.procedure.decision ?? undefined,
    interruption: interruptionRule,
    extension: ({ procedure, supplement, reopened }) => ({
      // A case of the law counts again with every new start of the limit.
      maxTimes: procedure.apology.maxTimes + procedure.extensions.length * (1 + supplement.after + reopened),
      ...(procedure.apology.maxLength !== undefined &&
        procedure.extensions.length === 0 && { maxLength: procedure.apology.maxLength }),
    }),
    reopen: ({ procedure }) => procedure.reopen,
    lateRecord,
    events: { overruled: 'resolution.overruled', reprojected: 'resolution.reprojected' },
    soon: 'soon',
    rungs: {
      ...limitRungs,
      apology: { at: apologyPosition, effect: 'escalating', event: 'apology.due', outage: 'if-useful' },
    },
  },
  service: {
    title: { vi: 'Thời hạn cam kết của cơ quan', en: "The office's own service standard" },
    owner: 'authority',
    startsIn: 'limit',
    suspendedIn: ['excluded'],
    metIn: ['resolved'],
    stoppedIn: ['ended'],
    /** It belongs to the standard limit; a longer variant has none. */
    budget: ({ procedure, limit }) => (limit === procedure.limits[0]?.id ? procedure.service?.budget : undefined),
    counting: (context) => context.procedure.service?.counting ?? limitOf(context)?.counting ?? {},
    anchor: ({ limitFrom, submittedAt }) => limitFrom ?? submittedAt,
    calendar,
    interruption: interruptionRule,
    reopen: ({ procedure }) => procedure.reopen,
    lateRecord,
    rungs: { soon, due: { at: 'due', effect: 'advisory' } },
  },
  notice: {
    title: { vi: 'Thời hạn thông báo bổ sung hồ sơ', en: 'Time to notice that papers are missing' },
    owner: 'step',
    startsIn: 'notice',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.supplement.noticeWithin,
    calendar,
    legalBasis: 'Nghị định 61/2018/NĐ-CP, Điều 19',
    /** No due rung: the term binds only a request that does come, so passing it is no breach in itself. */
    rungs: { close: { at: atItsEnd, effect: 'advisory', event: 'supplement.window-close' } },
  },
  supplement: {
    title: { vi: 'Thời hạn bổ sung hồ sơ của người nộp', en: "The applicant's time to supplement" },
    owner: 'applicant',
    startsIn: 'supplementing',
    stoppedIn: ['ended'],
    budget: ({ procedure, supplement }) => supplement.term ?? procedure.supplement.applicantTerm,
    counting: untilMidnight,
    calendar,
    rungs: { soon, due: { at: 'due', effect: 'fatal', event: 'supplement.lapse' } },
  },
  verification: {
    title: { vi: 'Thời hạn xác minh', en: 'Verification' },
    owner: 'step',
    startsIn: 'verification',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.verification?.budget,
    calendar,
    events,
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'stage.overdue' }, escalate },
  },
  acknowledgement: {
    title: { vi: 'Thời hạn xác nhận đã nhận hồ sơ liên thông', en: 'Acknowledgement by linked agencies' },
    owner: 'consultee',
    startsIn: 'linking',
    stoppedIn: ['ended'],
    /** Decree 63/2024 art. 7: the receiving system answers within 2 working hours, else both sides are alarmed. */
    budget: { amount: 2, unit: 'workingHour' },
    calendar,
    legalBasis: 'Nghị định 63/2024/NĐ-CP, Điều 7',
    rungs: { due: { at: 'due', effect: 'escalating' } },
  },
  posting: {
    title: { vi: 'Thời gian niêm yết công khai', en: 'Public posting' },
    owner: 'public-notice',
    startsIn: 'posting',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.posting?.budget,
    calendar,
    rungs: { end: { at: atItsEnd, effect: 'fatal', event: 'posting.end' } },
  },
  assessment: {
    title: { vi: 'Thời hạn xác định nghĩa vụ tài chính', en: 'Assessment of the financial obligation' },
    owner: 'consultee',
    startsIn: 'assessing',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.financial?.assessment,
    calendar,
    rungs: { due: { at: 'due', effect: 'escalating' }, escalate },
  },
  payment: {
    title: { vi: 'Thời hạn thực hiện nghĩa vụ tài chính', en: "The applicant's time to pay" },
    owner: 'applicant',
    startsIn: 'paying',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.financial?.term,
    counting: untilMidnight,
    calendar,
    rungs: { soon, due: { at: 'due', effect: 'fatal', event: 'payment.lapse' } },
  },
  'stage-assign': stage('assign', { vi: 'Phân công', en: 'Assignment' }),
  'stage-examine': stage('examine', { vi: 'Thẩm định', en: 'Examination' }),
  'stage-draft': stage('draft', { vi: 'Dự thảo', en: 'Drafting' }),
  'stage-review': stage('review', { vi: 'Kiểm tra dự thảo', en: 'Review' }),
  'stage-sign': stage('sign', { vi: 'Ký duyệt', en: 'Signature' }),
  'stage-issue': stage('issue', { vi: 'Vào số, đóng dấu', en: 'Numbering and seal' }),
  handover: {
    title: { vi: 'Chuyển kết quả về bộ phận một cửa', en: 'Result to the counter' },
    owner: 'step',
    startsIn: 'handover',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.stages.handover ?? { amount: 0, unit: 'workingDay' },
    counting: ({ procedure }) => (procedure.stages.handover === undefined ? { cutOff: { at: '15:00' } } : {}),
    calendar,
    events,
    rungs: { due: { at: 'due', effect: 'advisory', event: 'stage.overdue' } },
  },
  collection: {
    title: { vi: 'Thời hạn nhận kết quả', en: "The applicant's time to collect the result" },
    owner: 'applicant',
    startsIn: 'collectable',
    stoppedIn: ['ended'],
    budget: ({ procedure }) => procedure.collection?.term,
    counting: untilMidnight,
    calendar,
    rungs: { soon, due: { at: 'due', effect: 'fatal', event: 'collection.lapse' } },
  },
};
