import { DomainError } from '@app/common';
import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access.decorators';
import { isReading, neededRole, suffices } from './admin-role';
import { actorOf, type GuardedRequest } from './caller';
import { RateLimits } from './rate-limits';
import { admits } from './scope';
import { SessionService } from './session.service';

/** Stands before every route. A route that does not say whom it admits admits nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly logger = new Logger(AccessGuard.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.ruleOf(context);
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    request.session = await this.sessions.find(tokenOf(request));
    await this.limits.count(request, rule.budget);
    if (rule.access === 'public') return true;

    if (!request.session) throw new DomainError('invalidToken');
    this.refuseForeignScope(request, rule);
    if (rule.access === 'super') await this.refuseLowRole(request, rule);
    return true;
  }

  private ruleOf(context: ExecutionContext): AccessRule {
    const [route, controller] = [context.getHandler(), context.getClass()];
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [route, controller]);
    if (rule) return rule;
    this.logger.error({ event: 'routeWithoutScope', route: `${controller.name}.${route.name}` });
    throw new DomainError('forbidden');
  }

  private refuseForeignScope(
    { session, method, routeOptions }: GuardedRequest,
    { access }: AccessRule,
  ): void {
    if (!session || admits(access, session.caller.scope)) return;
    this.logger.warn({
      event: 'scopeRefused',
      caller: actorOf(session.caller),
      needs: access,
      route: `${method} ${routeOptions.url}`,
    });
    throw new DomainError('forbidden');
  }

  /** Whoever was disabled or lowered elsewhere may look around for a cache's moment, but not act. */
  private async refuseLowRole(request: GuardedRequest, { role }: AccessRule): Promise<void> {
    const { method, routeOptions } = request;
    request.adminId = request.session?.caller.id;
    if (!isReading(method)) request.session = await this.sessions.confirm(request.session);
    if (!request.session) throw new DomainError('invalidToken');

    const needs = neededRole(method, role);
    const { caller, role: has } = request.session;
    if (has && suffices(has, needs)) return;
    this.logger.warn({
      event: 'roleRefused',
      caller: actorOf(caller),
      needs,
      route: `${method} ${routeOptions.url}`,
    });
    throw new DomainError('forbidden');
  }
}

const BEARER = /^Bearer +(\S+)$/i;

/** From a header alone: an address ends up in logs and histories, so a token in it is never looked at. */
function tokenOf({ headers }: GuardedRequest): string | undefined {
  if (typeof headers.token === 'string') return headers.token;
  return BEARER.exec(headers.authorization ?? '')?.[1];
}
