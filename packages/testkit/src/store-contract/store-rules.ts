import type { StoreRule } from './rule.js';
import { batchRules } from './rules/batch-rules.js';
import { commitRules } from './rules/commit-rules.js';
import { disposalRules } from './rules/disposal-rules.js';
import { faultRules } from './rules/fault-rules.js';
import { findRules } from './rules/find-rules.js';
import { leafRules } from './rules/leaf-rules.js';
import { lifecycleRules } from './rules/lifecycle-rules.js';
import { livenessRules } from './rules/liveness-rules.js';
import { outboxRules } from './rules/outbox-rules.js';
import { pageRules } from './rules/page-rules.js';
import { readRules } from './rules/read-rules.js';
import { scanRules } from './rules/scan-rules.js';
import { sealRules } from './rules/seal-rules.js';
import { settlementRules } from './rules/settlement-rules.js';
import { sharingRules } from './rules/sharing-rules.js';
import { tenantRules } from './rules/tenant-rules.js';
import { textRules } from './rules/text-rules.js';
import { timerClaimRules } from './rules/timer-claim-rules.js';
import { timerCommitRules } from './rules/timer-commit-rules.js';

/** Everything a store promises: the contract of `Store`, rule by rule, each with its proof. */
export const storeRules: readonly StoreRule[] = [
  ...lifecycleRules,
  ...commitRules,
  ...batchRules,
  ...readRules,
  ...timerClaimRules,
  ...timerCommitRules,
  ...outboxRules,
  ...settlementRules,
  ...findRules,
  ...pageRules,
  ...scanRules,
  ...textRules,
  ...tenantRules,
  ...sharingRules,
  ...livenessRules,
  ...leafRules,
  ...sealRules,
  ...disposalRules,
  ...faultRules,
];
