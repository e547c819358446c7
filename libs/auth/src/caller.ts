import { DomainError } from '@app/common';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AdminRole } from './admin-role';
import { ADMIN_SCOPE, SHOPPER_SCOPE, type Scope } from './scope';

/** Who asks. Shopper 1 and admin 1 are two people: an id means nothing without its kind. */
export interface CallerIdentity {
  kind: 'shopper' | 'admin';
  id: number;
  scope: Scope;
}

/** A token that was good when it was looked up. */
export interface LiveSession {
  /** SHA-256 of the token, in hex. */
  tokenHash: string;
  caller: CallerIdentity;
  /** An admin's. */
  role?: AdminRole;
  /** Milliseconds since 1970, by the shop's clock. */
  expiresAt: number;
}

/** What the guard leaves on a request; `adminId` where the route is for admins alone and one of them came. */
export type GuardedRequest = FastifyRequest & { session?: LiveSession; adminId?: number };

export function shopperCaller(id: number): CallerIdentity {
  return { kind: 'shopper', id, scope: SHOPPER_SCOPE };
}

export function adminCaller(id: number): CallerIdentity {
  return { kind: 'admin', id, scope: ADMIN_SCOPE };
}

/** `shopper:7`, `admin:1`: the caller as logs, ledgers and idempotency keys name him. */
export function actorOf({ kind, id }: CallerIdentity): string {
  return `${kind}:${id}`;
}

/** The caller of a route that needs a token. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerIdentity => {
  return sessionOf(context).caller;
});

/** The shopper's id; an admin who gets through a primary door has none, and is refused. */
export const ShopperId = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const { caller } = sessionOf(context);
  if (caller.kind !== 'shopper') throw new DomainError('forbidden');
  return caller.id;
});

/** The session itself, for logging out. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): LiveSession => {
  return sessionOf(context);
});

function sessionOf(context: ExecutionContext): LiveSession {
  const { session } = context.switchToHttp().getRequest<GuardedRequest>();
  if (!session) throw new DomainError('invalidToken');
  return session;
}
