export { lunarDate } from './lunar-calendar.js';
export { type RuleOptions, ruleRows } from './rule-rows.js';
export {
  defaultHours,
  VIETNAM_VERSION,
  type VietnamOptions,
  vietnamCalendar,
  vietnamDefinition,
} from './vietnam-calendar.js';
