import { authEntities, AuthModule } from '@app/auth';
import { AppConfig, Clock, CommonModule, ErrorFilter, GoCheckPipe, Random } from '@app/common';
import { DatabaseModule } from '@app/database';
import type { LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { EntityManager } from 'typeorm';
import { AccessTokenModule } from '../../apps/mall/src/access-token.store';
import { httpAdapter } from '../../apps/mall/src/http-adapter';
import { readBodies } from '../../apps/mall/src/body-parsers';
import { DoorsController, OfficeController } from './doors.controller';

interface Asking {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** The address of the socket. */
  from?: string;
}

/** The auth room in an application of its own, with doors of every kind; one instance of many, if need be. */
export async function openShop(settings: Record<string, string>, log: KeptLog): Promise<Shop> {
  const config = AppConfig.from(settings);
  const module = await Test.createTestingModule({
    imports: [
      CommonModule.with(config),
      DatabaseModule.with(config, authEntities),
      AccessTokenModule,
      AuthModule,
    ],
    controllers: [DoorsController, OfficeController],
  })
    .setLogger(log)
    .compile();

  const app = module.createNestApplication<NestFastifyApplication>(httpAdapter(config, new Random()), {
    bodyParser: false,
  });
  app.useLogger(log);
  app.setGlobalPrefix('api/v1');
  app.useGlobalPipes(new GoCheckPipe());
  app.useGlobalFilters(new ErrorFilter());
  await readBodies(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return new Shop(app);
}

export class Shop {
  readonly db: EntityManager;
  readonly clock: Clock;

  constructor(readonly app: NestFastifyApplication) {
    this.db = app.get(EntityManager);
    this.clock = app.get(Clock);
  }

  /** `ask('POST token/user', { body })`: the whole way from HTTP to SQL. */
  async ask(what: string, { token, body, headers, from = '127.0.0.1' }: Asking = {}) {
    const [method, url] = what.split(' ');
    const answer = await this.app.inject({
      method: method as 'GET',
      url: `/api/v1/${url}`,
      remoteAddress: from,
      headers: { ...headers, ...(token === undefined ? {} : { token }) },
      payload: body as object,
    });
    return {
      status: answer.statusCode,
      body: answer.body === '' ? undefined : answer.json(),
      raw: answer.body,
    };
  }

  /** A fresh token of the shopper whom WeChat knows by this name. */
  async tokenOf(name: string): Promise<string> {
    return tokenIn(await this.ask('POST token/user', { body: { code: `user:${name}` } }));
  }

  async adminToken(ac: string, se: string): Promise<string> {
    return tokenIn(await this.ask('POST token/app', { body: { ac, se } }));
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

function tokenIn({ status, body, raw }: Awaited<ReturnType<Shop['ask']>>): string {
  if (status !== 200) throw new Error(`no token: ${status} ${raw}`);
  return (body as { token: string }).token;
}

/** What the shops of a process would have written to their log: Nest knows one logger for them all. */
export class KeptLog implements LoggerService {
  readonly lines: { level: string; message: unknown }[] = [];

  log(): void {}

  error(message: unknown): void {
    this.lines.push({ level: 'error', message });
  }

  warn(message: unknown): void {
    this.lines.push({ level: 'warn', message });
  }

  events(name: string): unknown[] {
    return this.lines
      .map(({ message }) => message)
      .filter((message) => (message as { event?: string }).event === name);
  }
}
