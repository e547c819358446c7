export { invariants, type Invariant } from './invariants';
export * from './reconciliation.module';
export { VerifyService, type Breach } from './verify.service';
