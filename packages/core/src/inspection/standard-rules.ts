import type { InspectionRules } from './rules.js';

const workingDays = (amount: number) => ({ amount, unit: 'workingDay' as const });
const days = (amount: number) => ({ amount, unit: 'calendarDay' as const });
const months = (amount: number) => ({ amount, unit: 'month' as const });

/** `sure`: an article sets it. */
const CIRCULAR_26 = 'Thông tư 26/2014/TT-BKHCN, Điều 37 khoản 2';
/** How provinces do it; no text obliges them to. */
const practice = (what: string, confidence: 'likely' | 'open') =>
  ({ source: `Thông lệ kế hoạch kiểm tra của các tỉnh, chưa có văn bản quy định: ${what}`, confidence }) as const;
/** `open`: no text sets it, and why there is a number all the same. The inspecting authority decides. */
const unset = (why: string) => ({ source: `Chưa có văn bản quy định; mặc định: ${why}`, confidence: 'open' }) as const;

/**
 * Terms to begin with. Each says where it comes from, in the words that stand on papers and in explanations of dates:
 * an article; or that no text sets it, and then what provinces do or why a term is needed all the same. What is not
 * `sure` must be confirmed by the inspecting authority: give a copy with your own numbers, their source, and another
 * version.
 */
export const standardInspectionRules: InspectionRules = {
  id: 'vn-inspection',
  version: '1',
  source:
    'Thông tư 26/2014/TT-BKHCN (hệ thống quản lý chất lượng); phần còn lại: thông lệ và mặc định, ghi ở từng thời hạn',
  notice: { before: workingDays(5), ...practice('thông báo trước khi kiểm tra 5 đến 10 ngày', 'likely') },
  selfReport: { before: workingDays(3), ...practice('báo cáo tự kiểm tra có trước buổi kiểm tra', 'likely') },
  reportReminder: { before: workingDays(2), ...unset('nhắc trước để còn kịp báo cáo') },
  postponement: { maxTimes: 2, ...unset('hoãn quá hai lần thì lập kế hoạch lại') },
  minutes: {
    budget: workingDays(1),
    ...unset('Thông tư 26/2014/TT-BKHCN, Điều 37 khoản 2 điểm b đòi biên bản hai bên ký, không nêu hạn'),
  },
  signature: { budget: workingDays(3), ...unset('đơn vị cần đọc biên bản trước khi ký hoặc từ chối') },
  comments: { budget: workingDays(5), ...unset('đơn vị được góp ý trước khi kết luận được ký') },
  conclusion: { budget: days(15), ...practice('kết luận trong 10 đến 15 ngày sau buổi kiểm tra', 'open') },
  publication: { budget: workingDays(10), ...unset('kết luận chỉ có tác dụng khi được công bố') },
  remedies: [
    {
      contents: ['iso'],
      severities: ['minor', 'major'],
      countedFrom: 'minutes',
      plan: { budget: days(15), ...unset('Điều 37 chỉ nêu hạn chung 2 tháng; kế hoạch cần có trong phần tư đầu') },
      remedy: {
        budget: months(2),
        legalBasis: `${CIRCULAR_26} điểm c`,
        source: `${CIRCULAR_26} điểm c: báo cáo trong 2 tháng kể từ ngày ký biên bản`,
        confidence: 'sure',
      },
      action: { budget: days(30), ...unset('hành động xong giữa kỳ, để còn thời gian báo cáo') },
      effectiveness: {
        source: `${CIRCULAR_26} điểm d: hiệu lực được xem xét tại lần kiểm tra sau`,
        confidence: 'sure',
      },
    },
    {
      severities: ['major'],
      countedFrom: 'conclusion',
      plan: { budget: workingDays(5), ...unset('lỗi nặng phải có kế hoạch ngay') },
      remedy: { budget: days(30), ...practice('báo cáo khắc phục trong 15 đến 30 ngày sau kết luận', 'open') },
      action: { budget: days(20), ...unset('hành động xong trước hạn báo cáo 10 ngày') },
      effectiveness: { after: months(3), ...unset('đủ một quý hồ sơ để thấy hiệu lực') },
    },
    {
      severities: ['minor'],
      countedFrom: 'conclusion',
      plan: { budget: workingDays(10), ...unset('lỗi nhẹ: gấp đôi lỗi nặng') },
      remedy: { budget: days(60), ...unset('lỗi nhẹ: gấp đôi thông lệ 30 ngày của lỗi nặng') },
      action: { budget: days(40), ...unset('lỗi nhẹ: gấp đôi lỗi nặng') },
      effectiveness: { after: months(3), ...unset('đủ một quý hồ sơ để thấy hiệu lực') },
    },
  ],
  planReview: { budget: workingDays(5), ...unset('đơn vị không phải chờ khi hạn khắc phục đang tính') },
  verification: { budget: workingDays(10), ...unset('xác minh khi việc khắc phục còn mới') },
  extension: { maxTimes: 1, maxLength: days(30), ...unset('một lần, không quá thông lệ 30 ngày') },
  effectivenessReview: { budget: workingDays(10), ...unset('đánh giá khi đến kỳ') },
  deviation: { maxLength: months(12), ...unset('không quá lần kiểm tra năm sau') },
  escalation: {
    levels: [
      { level: 'unit-head', after: workingDays(0) },
      { level: 'level-above', after: workingDays(5) },
      { level: 'home-affairs', after: workingDays(10) },
      { level: 'province', after: workingDays(20) },
    ],
    ...unset('mỗi cấp có ít nhất một tuần trước khi báo lên cấp trên'),
  },
};
