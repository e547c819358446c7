/** What a token may do, as the wire numbers it. */
export const SHOPPER_SCOPE = 16;
export const ADMIN_SCOPE = 32;
export type Scope = typeof SHOPPER_SCOPE | typeof ADMIN_SCOPE;

/** What a route asks of its caller. */
export type Access = 'public' | 'primary' | 'exclusive' | 'super';

const ADMITS: Record<Access, (scope: Scope) => boolean> = {
  public: () => true,
  primary: (scope) => scope >= SHOPPER_SCOPE,
  exclusive: (scope) => scope === SHOPPER_SCOPE,
  super: (scope) => scope === ADMIN_SCOPE,
};

export function admits(access: Access, scope: Scope): boolean {
  return ADMITS[access](scope);
}
