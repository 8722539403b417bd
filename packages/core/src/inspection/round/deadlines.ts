import type { WorkflowSpec } from '../../kernel/index.js';
import type { InspectionRules } from '../rules.js';
import { firstVisitAt } from './preparation.js';
import type { RoundContext, roundSchemas } from './schemas.js';

type Deadlines = NonNullable<WorkflowSpec<typeof roundSchemas>['deadlines']>;
const calendar = ({ calendar: id }: RoundContext) => id;

type LeadName = 'notice' | 'selfReport';
/** A term that ends so long before the first visit. */
const ahead = (name: LeadName) => ({
  budget: (context: RoundContext) => ({ until: firstVisitAt(context), before: context.rules[name].before }),
  legalBasis: ({ rules }: RoundContext) => rules[name].legalBasis ?? rules[name].source,
  calendar,
});

type TermName = Extract<keyof InspectionRules, 'comments' | 'conclusion' | 'publication'>;
const ruled = (name: TermName) => ({
  budget: ({ rules }: RoundContext) => rules[name].budget,
  counting: ({ rules }: RoundContext) => rules[name].counting ?? {},
  legalBasis: ({ rules }: RoundContext) => rules[name].legalBasis ?? rules[name].source,
  calendar,
});
const soon = { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' } as const;

/** An act that was in time and was only recorded late takes the lateness back. */
const events = { overruled: 'term.overruled' };

/** The terms of a round. Each has its source in the rules the round was opened with. */
export const roundDeadlines: Deadlines = {
  notice: {
    title: { vi: 'Thời hạn thông báo kiểm tra', en: 'Notice of the inspection' },
    events,
    owner: 'step',
    startsIn: 'announcing',
    stoppedIn: ['on-site', 'cancelled'],
    ...ahead('notice'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'notice.overdue' } },
  },
  selfReport: {
    title: { vi: 'Thời hạn gửi báo cáo tự kiểm tra', en: 'Self-assessment report' },
    events,
    owner: 'consultee',
    startsIn: 'self-report',
    stoppedIn: ['cancelled'],
    ...ahead('selfReport'),
    rungs: {
      remind: {
        at: ({ rules }) => ({ before: rules.reportReminder.before }),
        effect: 'advisory',
        event: 'report.remind',
        outage: 'if-useful',
      },
      due: { at: 'due', effect: 'escalating', event: 'report.overdue' },
    },
  },
  conclusion: {
    title: { vi: 'Thời hạn ban hành kết luận kiểm tra', en: 'Conclusion' },
    events,
    owner: 'authority',
    startsIn: 'conclusion',
    metIn: ['signed'],
    ...ruled('conclusion'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'conclusion.overdue' } },
  },
  comments: {
    title: { vi: 'Thời hạn góp ý dự thảo kết luận', en: 'Comments on the draft conclusion' },
    owner: 'consultee',
    startsIn: 'comments',
    ...ruled('comments'),
    rungs: { soon, due: { at: 'due', effect: 'fatal', event: 'comments.lapse' } },
  },
  publication: {
    title: { vi: 'Thời hạn công khai kết luận', en: 'Publication of the conclusion' },
    events,
    owner: 'public-notice',
    startsIn: 'publication',
    ...ruled('publication'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'publication.overdue' } },
  },
};
