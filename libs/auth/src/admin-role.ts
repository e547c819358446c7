/** What an admin may do, the most first. */
export const ADMIN_ROLES = ['owner', 'operator', 'reader'] as const;
export type AdminRole = (typeof ADMIN_ROLES)[number];

const READING = new Set(['GET', 'HEAD']);

/** What a route for admins needs: as it says, else readers look and operators act. */
export function neededRole(method: string, declared?: AdminRole): AdminRole {
  return declared ?? (isReading(method) ? 'reader' : 'operator');
}

export function isReading(method: string): boolean {
  return READING.has(method);
}

/** Whether the role is at least the one that is needed. */
export function suffices(role: AdminRole, needed: AdminRole): boolean {
  return ADMIN_ROLES.indexOf(role) <= ADMIN_ROLES.indexOf(needed);
}
