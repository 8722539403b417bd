import type { DossierContext } from '../schemas.js';
import { by, given, on, told, when } from './deed.js';
import { handedOver, isApplicant } from './shared.js';

const underWay = ({ ended }: DossierContext) => ended === undefined;

export const peopleGuards = {
  mayHandOver: when('hand-over', (context, { assignee }) => underWay(context) && assignee !== context.assignee),
  mayTakeOver: when('hand-over.acknowledge', underWay),
  mayName: when(
    'deputy.name',
    (context, { deputy }) => underWay(context) && !context.deputies.includes(deputy) && deputy !== context.assignee,
  ),
  mayNameRepresentative: when(
    'representative.name',
    (context, event) => underWay(context) && isApplicant(context, event),
  ),
  /** He may give it up himself, too. */
  mayEndRepresentation: when(
    'representative.end',
    (context, event) =>
      underWay(context) &&
      context.representative !== undefined &&
      (isApplicant(context, event) || event.meta.actor.id === context.representative.id),
  ),
  mayRemove: when(
    'deputy.remove',
    ({ deputies }) => deputies.length > 0,
    ({ deputies }, { deputy }) => deputies.includes(deputy),
  ),
  mayMove: when('unit.transfer', (context, { unit, from = context.unit }) => {
    const units = [context.unit, context.oneStop, context.competent];
    return underWay(context) && unit !== from && units.includes(from);
  }),
};

export const peopleActions = {
  assign: on('assign', (context, event) => ({
    set: { assignee: event.assignee, stageLate: false },
    say: [
      told('dossier.assigned', { assignee: event.assignee, how: 'assigned', ...by(context, event) }),
      handedOver(context, event, { stage: 'assign', officer: event.assignee, remark: event.note }),
    ],
  })),
  claim: on('claim', (context, event) => {
    const assignee = event.meta.actor.id;
    return {
      set: { assignee, stageLate: false },
      say: [
        told('dossier.assigned', { assignee, how: 'claimed', ...by(context, event) }),
        handedOver(context, event, { stage: 'assign', officer: assignee }),
      ],
    };
  }),
  handOver: on('hand-over', (context, event) => ({
    set: { assignee: event.assignee, deputies: [] },
    say: [handedOver(context, event, { stage: 'hand-over', officer: event.assignee, remark: event.reason })],
  })),
  takeOver: on('hand-over.acknowledge', (context, event) => ({
    say: [
      told('dossier.taken-over', {
        standing: event.standing,
        ...given({ remark: event.remark }),
        ...by(context, event),
      }),
    ],
  })),
  nameRepresentative: on('representative.name', (context, event) => {
    const { representative } = event;
    return {
      set: { representative },
      say: [told('representative.named', { representative, ...by(context, event) })],
    };
  }),
  endRepresentation: on('representative.end', (context, event) => ({
    set: { representative: undefined },
    say: [told('representative.ended', { ...given({ reason: event.reason }), ...by(context, event) })],
  })),
  nameDeputy: on('deputy.name', (context, event) => ({
    set: { deputies: [...context.deputies, event.deputy] },
    say: [told('deputy.named', { deputy: event.deputy, reason: event.reason, ...by(context, event) })],
  })),
  removeDeputy: on('deputy.remove', (context, event) => ({
    set: { deputies: context.deputies.filter((deputy) => deputy !== event.deputy) },
    say: [told('deputy.removed', { deputy: event.deputy, ...by(context, event) })],
  })),
  /** The successor takes the dossier as it is: its terms run on, its officer goes with it. */
  moveToUnit: on('unit.transfer', (context, event) => {
    const { unit: to, from = context.unit, reason, legalBasis } = event;
    const moved = (unit: string) => (unit === from ? to : unit);
    return {
      set: {
        unit: moved(context.unit),
        oneStop: moved(context.oneStop),
        ...(context.competent !== undefined && { competent: moved(context.competent) }),
      },
      say: [
        told('unit.transferred', { from, to, reason, legalBasis, by: event.meta.actor.id }),
        handedOver(context, event, {
          stage: 'unit-transfer',
          unit: moved(context.unit),
          officer: context.assignee,
          remark: reason,
        }),
      ],
    };
  }),
};
