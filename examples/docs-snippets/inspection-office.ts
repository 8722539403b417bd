// #region engine
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Clock, createEngine, type Engine, parseInstant, rulesAuthorizer, type Store } from '@motcua/core';
import { consultationWorkflow, dossierWorkflow } from '@motcua/core/dossier';
import {
  type Content,
  checklistRulesOf,
  inspectionWorkflows,
  type RoundInput,
  reformChecklist,
  standardInspectionRules,
  type Team,
} from '@motcua/core/inspection';

export const inspectionEngine = (store: Store, clock: Clock): Engine =>
  createEngine({
    workflows: [...inspectionWorkflows(), dossierWorkflow(), consultationWorkflow()],
    store,
    calendars: [vietnamCalendar()],
    clock,
    authorizer: rulesAuthorizer(),
  });
// #endregion

// #region round
const reform: Content = {
  id: reformChecklist.content,
  name: reformChecklist.title,
  checklist: checklistRulesOf(reformChecklist),
};

/** Your terms: a copy of the standard ones, with the number and the source your province decided on. */
const rules = {
  ...standardInspectionRules,
  id: 'bac-giang-2026',
  notice: {
    before: { amount: 7, unit: 'workingDay' as const },
    source: "the province's inspection plan of 2026",
    confidence: 'sure' as const,
  },
};

export const round: RoundInput = {
  code: 'KT-2026-04',
  year: 2026,
  subject: 'doan-bai',
  targets: [
    {
      unit: 'doan-bai',
      above: 'province',
      form: 'on-site',
      from: parseInstant('2026-03-24T08:00:00+07:00'),
      to: parseInstant('2026-03-24T17:00:00+07:00'),
    },
  ],
  contents: [reform],
  offices: { authority: 'province', homeAffairs: 'home-affairs', province: 'province' },
  rules,
};

export const team: Team = {
  number: '4',
  leader: { id: 'binh', unit: 'science' },
  members: [{ id: 'lan', unit: 'home-affairs' }],
};
// #endregion
