// #region define
import { defineWorkflow } from '@motcua/core';
import { machine, schemas } from './pavement-permit.js';

export const pavementPermit = defineWorkflow({
  id: 'pavement-permit',
  version: '1',
  title: { vi: 'Cấp phép sử dụng tạm thời vỉa hè', en: 'Permit to use a pavement for a time' },
  schemas,
  machine,
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn giải quyết', en: 'Answer' },
      owner: 'authority',
      startsIn: 'answering',
      suspendedIn: ['waiting'],
      metIn: ['answered'],
      budget: { amount: 5, unit: 'workingDay' },
      counting: { cutOff: { at: '15:00' } },
      interruption: 'pause',
      extension: { maxTimes: 1 },
      rungs: {
        warn: { at: { before: { amount: 1, unit: 'workingDay' } }, effect: 'advisory' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        chase: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 3 },
          outage: 'coalesce',
        },
      },
    },
  },
  access: {
    open: [{ roles: ['clerk'] }],
    'papers.request': [{ roles: ['officer'], unit: 'same' }],
    'papers.bring': [{ roles: ['clerk'] }],
    'police.ask': [{ roles: ['officer'], unit: 'same' }],
    'delay.announce': [{ roles: ['head'], unit: 'same' }],
    grant: [{ roles: ['head'], unit: 'same' }],
    // 'police.answer' and 'term.overdue' have no rules: only the engine sends them.
  },
  index: ({ context }) => ({
    subject: context.applicant,
    unit: context.unit,
    text: context.applicant,
    deadline: 'answer',
  }),
  holder: ({ context, state, hasTag }) => {
    if (hasTag('answered')) return undefined;
    if (hasTag('waiting')) return { kind: 'citizen', id: context.applicant };
    if (state === 'processing.asking') return { kind: 'agency', id: 'police' };
    return { kind: 'unit', id: context.unit };
  },
});
// #endregion
