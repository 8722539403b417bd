import type { EventObject, Fact, Text } from '@motcua/core';
import { CAUSE_CATEGORIES } from '@motcua/core/inspection';
import { PLAN } from './act.ts';
import { contents } from './assessment.ts';
import { shortTime } from './time.ts';
import { unitText } from './units.ts';

/** What an act is called. */
const EVENTS: Readonly<Record<string, Text>> = {
  open: { vi: 'mở đợt kiểm tra', en: 'opens the round' },
  'open.plan': { vi: 'lập kế hoạch kiểm tra năm', en: 'draws up the plan of the year' },
  'carried.judge': { vi: 'đánh giá nội dung chuyển từ kỳ trước', en: 'judges what was carried forward' },
  'reinspection.record': { vi: 'ghi kết quả kiểm tra lại', en: 'records the re-inspection' },
  'plan.submit': { vi: 'trình kế hoạch', en: 'submits the plan' },
  'plan.approve': { vi: 'phê duyệt kế hoạch', en: 'approves the plan' },
  'round.open': { vi: 'mở đợt kiểm tra', en: 'opens the round' },
  'team.decide': { vi: 'thành lập Tổ kiểm tra số 4', en: 'decides on inspection team no. 4' },
  'notice.send': { vi: 'gửi thông báo kiểm tra', en: 'sends the notice' },
  'report.submit': { vi: 'nộp báo cáo tự kiểm tra', en: 'submits the self-assessment report' },
  'visits.open': { vi: 'bắt đầu các cuộc kiểm tra', en: 'opens the visits' },
  'visit.start': { vi: 'bắt đầu kiểm tra tại đơn vị', en: 'begins the visit' },
  'sample.record': { vi: 'rút mẫu hồ sơ', en: 'draws a sample of dossiers' },
  'sample.check': { vi: 'kiểm tra hồ sơ mẫu', en: 'checks the sampled dossiers' },
  'answers.record': { vi: 'chấm bảng tiêu chí', en: 'fills in the checklist' },
  'finding.record': { vi: 'ghi phát hiện', en: 'records a finding' },
  'visit.finish': { vi: 'kết thúc kiểm tra', en: 'ends the visit' },
  'minutes.draft': { vi: 'lập biên bản', en: 'drafts the minutes' },
  'minutes.sign': { vi: 'ký biên bản', en: 'signs the minutes' },
  'conclusion.draft': { vi: 'dự thảo kết luận', en: 'drafts the conclusion' },
  'comments.submit': { vi: 'góp ý dự thảo', en: 'comments on the draft' },
  'conclusion.sign': { vi: 'ký kết luận', en: 'signs the conclusion' },
  'conclusion.publish': { vi: 'công bố kết luận', en: 'publishes the conclusion' },
  'containment.record': { vi: 'xử lý tức thời', en: 'contains the matter' },
  'cause.analyse': { vi: 'phân tích nguyên nhân', en: 'analyses the cause' },
  'actions.propose': { vi: 'đề xuất hành động khắc phục', en: 'proposes the corrective action' },
  'plan.submit.remedy': { vi: 'trình kế hoạch khắc phục', en: 'submits the plan of the remedy' },
  'plan.approve.remedy': { vi: 'duyệt kế hoạch khắc phục', en: 'approves the plan of the remedy' },
  'evidence.add': { vi: 'nộp minh chứng', en: 'adds evidence' },
  'action.complete': { vi: 'hoàn thành hành động', en: 'completes the action' },
  'completion.report': { vi: 'báo cáo đã khắc phục', en: 'reports the remedy done' },
  'extension.request': { vi: 'xin gia hạn', en: 'asks for an extension' },
  'extension.grant': { vi: 'cho gia hạn', en: 'grants the extension' },
  'verification.accept': { vi: 'xác minh: đạt', en: 'verifies: done' },
  'effectiveness.confirm': { vi: 'khắc phục có hiệu lực', en: 'finds the remedy effective' },
  'effectiveness.fail': { vi: 'khắc phục KHÔNG có hiệu lực, mở lại', en: 'finds the remedy NOT effective: reopened' },
  'synthesis.submit': { vi: 'tổng hợp, báo cáo UBND tỉnh', en: 'submits the synthesis to the province' },
  'review.record': { vi: 'xem xét của lãnh đạo', en: 'records the management review' },
  'report.send': { vi: 'gửi báo cáo', en: 'sends the report' },
  'recommendation.answer': { vi: 'trả lời kiến nghị', en: 'answers a recommendation' },
  'round.close': { vi: 'kết thúc đợt kiểm tra', en: 'closes the round' },
};

/** An act that is called otherwise where it means another thing. */
function keyOf(type: string, caseId: string): string {
  if (type === 'open' && caseId === PLAN) return 'open.plan';
  if (caseId.includes('/remedy.') && (type === 'plan.approve' || type === 'plan.submit')) return `${type}.remedy`;
  return type;
}

/** An act in words, with what it says. */
export function describeEvent({ type, ...fields }: EventObject, caseId: string): Text {
  const known = EVENTS[keyOf(type, caseId)];
  const { vi, en } = known ?? { vi: type, en: type };
  const rest = detailOf(type, fields);
  return rest === undefined ? { vi, en } : { vi: `${vi}: ${rest.vi}`, en: `${en}: ${rest.en}` };
}

const KINDS: Readonly<Record<string, Text>> = {
  strength: { vi: 'ưu điểm', en: 'strength' },
  observation: { vi: 'lưu ý', en: 'observation' },
  opportunity: { vi: 'cơ hội cải tiến', en: 'opportunity' },
  minor: { vi: 'không phù hợp nhẹ', en: 'minor nonconformity' },
  major: { vi: 'không phù hợp nặng', en: 'major nonconformity' },
};

/** The finding as it was written down, and as it was translated. */
function findingText({ kind, statement, english }: Readonly<Record<string, unknown>>): Text {
  const { vi, en } = KINDS[String(kind)] ?? { vi: kind, en: kind };
  return { vi: `${vi}, "${statement}"`, en: `${en}, "${english}"` };
}

const contentText = (id: string): Text => contents.find((content) => content.id === id)?.name ?? { vi: id, en: id };

function detailOf(type: string, fields: Readonly<Record<string, unknown>>): Text | undefined {
  const same = (text: unknown): Text => ({ vi: String(text), en: String(text) });
  switch (type) {
    case 'finding.record':
      return findingText(fields);
    case 'sample.record': {
      const { dossiers, population } = fields['sample'] as {
        dossiers: readonly string[];
        population: { size: number };
      };
      return {
        vi: `${dossiers.length} trên ${population.size} hồ sơ`,
        en: `${dossiers.length} of ${population.size} dossiers`,
      };
    }
    case 'sample.check': {
      const late = (fields['checks'] as readonly { onTime: string }[]).filter(({ onTime }) => onTime === 'fail').length;
      return { vi: `${late} hồ sơ trễ hạn`, en: `${late} late` };
    }
    case 'answers.record':
      return contentText(String(fields['content']));
    case 'cause.analyse': {
      const names = (fields['categories'] as readonly string[]).map((id) => CAUSE_CATEGORIES[id] ?? same(id));
      return { vi: names.map(({ vi }) => vi).join('; '), en: names.map(({ en }) => en).join('; ') };
    }
    case 'extension.request':
    case 'extension.grant':
      return same(shortTime(Number(fields['until'])));
    case 'synthesis.submit':
      return same(fields['document']);
    default:
      return undefined;
  }
}

/** Facts that come about by themselves, as time passes. */
export function describeFact(fact: Fact): Text | undefined {
  const due = typeof fact['dueAt'] === 'number' ? shortTime(fact['dueAt']) : '';
  switch (fact.type) {
    case 'remedy.escalated': {
      const to = unitText(String(fact['to']));
      return {
        vi: `!! QUÁ HẠN khắc phục (hạn ${due}): báo cáo lên ${to.vi}`,
        en: `!! OVERDUE remedy (was due ${due}): raised to ${to.en}`,
      };
    }
    case 'effectiveness.due':
      return { vi: 'đến kỳ đánh giá hiệu lực khắc phục', en: 'the effect of the remedy is to be judged' };
    case 'report.reminded':
      return { vi: 'đôn đốc báo cáo tự kiểm tra', en: 'reminded of the self-assessment report' };
    default:
      return fact.type === 'action.overdue'
        ? { vi: `!! hành động khắc phục quá hạn (${due})`, en: `!! the corrective action is overdue (${due})` }
        : undefined;
  }
}
