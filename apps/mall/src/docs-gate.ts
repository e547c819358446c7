import { AdminService, RateLimits, SessionService } from '@app/auth';
import { DomainError, errorBody } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

const DOCS = /^\/docs([/-]|$)/;
const CHALLENGE = 'Basic realm="docs", charset="UTF-8"';

/** Before the docs of a live shop stands HTTP Basic, answered by an admin's account. */
export function askForAdmin(mall: NestFastifyApplication): void {
  const gate = new DocsGate(mall.get(AdminService), mall.get(SessionService), mall.get(RateLimits));
  mall
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (!DOCS.test(request.routeOptions.url ?? '')) return;
      if (await gate.admits(request)) return;
      const refusal = new DomainError('badCredentials');
      await reply
        .status(refusal.status)
        .header('www-authenticate', CHALLENGE)
        .send(errorBody(refusal, request.url));
    });
}

/**
 * A browser sends the account with every file of the page: it logs in once, and is its session from then on. At
 * another address it logs in again, so that a lock there holds for a right secret too.
 */
class DocsGate {
  private readonly tokens = new Map<string, string>();
  /** Files that a browser asks for at once wait for one login. */
  private readonly logins = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly admins: AdminService,
    private readonly sessions: SessionService,
    private readonly limits: RateLimits,
  ) {}

  async admits(request: FastifyRequest): Promise<boolean> {
    const { authorization } = request.headers;
    if (authorization === undefined) return false;
    const key = createHash('sha256').update(`${authorization}\0${request.ip}`).digest('hex');
    if (await this.sessions.find(this.tokens.get(key))) return true;
    const login = this.logins.get(key) ?? this.logIn(request, authorization);
    this.logins.set(key, login);
    const token = await login.finally(() => this.logins.delete(key));
    if (token) this.tokens.set(key, token);
    return token !== undefined;
  }

  /** A hook runs before Nest's guards, and so before their limits: it counts for itself. */
  private async logIn(request: FastifyRequest, authorization: string): Promise<string | undefined> {
    await this.limits.count(request, 'docs');
    const given = /^Basic +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const [account = '', ...secret] = Buffer.from(given, 'base64').toString().split(':');
    if (account.includes('\0')) return undefined;
    try {
      return await this.admins.logIn({
        account,
        secret: secret.join(':'),
        ip: request.ip,
        entryPoint: 'docs',
      });
    } catch (error) {
      if (error instanceof DomainError && error.refusal === 'badCredentials') return undefined;
      throw error;
    }
  }
}
