import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { AdminRole } from './admin-role';
import type { Access } from './scope';

/** Whose count a call without a token goes to: most share one, logins and WeChat's notices have their own. */
export type PublicBudget = 'anonymous' | 'login' | 'notice';

export interface AccessRule {
  access: Access;
  budget: PublicBudget;
  /** The least role of an admin, where the route says more than its method does. */
  role?: AdminRole;
}

export const ACCESS_RULE = 'minimall:access';

/** Open to everybody. */
export function Public(budget: PublicBudget = 'anonymous') {
  return SetMetadata<string, AccessRule>(ACCESS_RULE, { access: 'public', budget });
}

/** Shoppers and admins. */
export function Primary() {
  return withToken('primary');
}

/** Shoppers alone. */
export function Exclusive() {
  return withToken('exclusive');
}

/** Admins alone: readers look (GET), operators act (all else), unless the route names the least role itself. */
export function Super(role?: AdminRole) {
  return applyDecorators(withToken('super', role), ApiExtension('x-role', role ?? 'by-method'));
}

function withToken(access: Access, role?: AdminRole) {
  return applyDecorators(
    SetMetadata<string, AccessRule>(ACCESS_RULE, { access, budget: 'anonymous', role }),
    ApiSecurity('token'),
    ApiExtension('x-scope', access),
  );
}
