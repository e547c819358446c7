import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Access } from './scope';

/** Whose count a call without a token goes to: most share one, logins and WeChat's notices have their own. */
export type PublicBudget = 'anonymous' | 'login' | 'notice';

export interface AccessRule {
  access: Access;
  budget: PublicBudget;
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

/** Admins alone. */
export function Super() {
  return withToken('super');
}

function withToken(access: Access) {
  return applyDecorators(
    SetMetadata<string, AccessRule>(ACCESS_RULE, { access, budget: 'anonymous' }),
    ApiSecurity('token'),
    ApiExtension('x-scope', access),
  );
}
