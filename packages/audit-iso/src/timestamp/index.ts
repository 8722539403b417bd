export { stampDay } from './stamp-day.js';
export {
  createRemoteAuthority,
  type TimeStampAuthority,
  type TimeStampCheck,
  timeStampRequest,
  verifyTimeStamp,
} from './time-stamp.js';
