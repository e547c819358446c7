import { Admin } from './admin.entity';
import { KeptAnswer } from './kept-answer.entity';
import { Session } from './session.entity';
import { Shopper } from './shopper.entity';

export { ACCESS_RULE, Exclusive, Primary, Public, Super, type AccessRule } from './access.decorators';
export type { AdminRole } from './admin-role';
export { AdminService, type Bootstrapped } from './admin.service';
export { AdminRescue, AdminRescueModule } from './admin-rescue';
export { AuthModule } from './auth.module';
export { actorOf, Caller, ShopperId, type CallerIdentity, type GuardedRequest } from './caller';
export { IdempotencyKey } from './idempotency-key.decorator';
export { IdempotencyKeys, type Answered, type Claim, type ClaimRequest } from './idempotency-keys';
export { RateLimits } from './rate-limits';
export { readSecretFile } from './secret-file';
export { ADMIN_SCOPE, SHOPPER_SCOPE } from './scope';
export { SessionService } from './session.service';
export { ShopperErasure } from './shopper-erasure.service';
export { ShopperService } from './shopper.service';

export const authEntities = [Shopper, Admin, Session, KeptAnswer];
