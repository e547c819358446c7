export { CASE_KINDS, type CaseKind } from './case-kind';
export type { Invariant } from './invariant';
export { invariants } from './invariants';
export * from './reconciliation.module';
export * from './verify.module';
export { VerifyService, type Verified } from './verify.service';
