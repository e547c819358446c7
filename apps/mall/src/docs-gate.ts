import { AdminService, SessionService } from '@app/auth';
import { DomainError, errorBody } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';

const DOCS = /^\/docs([/-]|$)/;
const CHALLENGE = 'Basic realm="docs", charset="UTF-8"';

/** Before the docs of a live shop stands HTTP Basic, answered by an admin's account. */
export function askForAdmin(mall: NestFastifyApplication): void {
  const gate = new DocsGate(mall.get(AdminService), mall.get(SessionService));
  mall
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (!DOCS.test(request.routeOptions.url ?? '')) return;
      if (await gate.admits(request.headers.authorization ?? '')) return;
      const refusal = new DomainError('badCredentials');
      await reply
        .status(refusal.status)
        .header('www-authenticate', CHALLENGE)
        .send(errorBody(refusal, request.url));
    });
}

/** A browser sends the account with every file of the page: it logs in once, and is its session from then on. */
class DocsGate {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly admins: AdminService,
    private readonly sessions: SessionService,
  ) {}

  async admits(authorization: string): Promise<boolean> {
    const key = createHash('sha256').update(authorization).digest('hex');
    if (await this.sessions.find(this.tokens.get(key))) return true;
    const token = await this.logIn(authorization);
    if (token) this.tokens.set(key, token);
    return token !== undefined;
  }

  private async logIn(authorization: string): Promise<string | undefined> {
    const given = /^Basic +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const [account = '', ...secret] = Buffer.from(given, 'base64').toString().split(':');
    if (account.includes('\0')) return undefined;
    try {
      return await this.admins.logIn(account, secret.join(':'));
    } catch (error) {
      if (error instanceof DomainError && error.refusal === 'badCredentials') return undefined;
      throw error;
    }
  }
}
