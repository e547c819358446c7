import { AppConfig, CommonModule, NestLog, openLog } from '@app/common';
import { DatabaseModule, inTransaction } from '@app/database';
import { FailedJobs, Jobs, JobsModule } from '@app/jobs';
import { Module, type INestApplicationContext, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EntityManager } from 'typeorm';

type Handlers = Record<string, (payload: { n: number }) => Promise<unknown>>;

/** A process that does jobs and nothing else: the room on its own database. */
export class JobProcess {
  /** What it logged, line by line. */
  readonly log: string[] = [];
  private app?: INestApplicationContext;

  constructor(
    private readonly url: string,
    private readonly handlers: Handlers,
    private readonly settings: Record<string, string> = {},
  ) {}

  async start(): Promise<this> {
    const config = AppConfig.from({ DATABASE_URL: this.url, ...this.settings });
    const log = new NestLog(openLog('warn', { write: (line) => void this.log.push(line) }));
    const room = roomWith(this.handlers, config);
    this.app = await NestFactory.createApplicationContext(room, { logger: log, abortOnError: false });
    return this;
  }

  get jobs(): Jobs {
    return this.app!.get(Jobs);
  }

  get failed(): FailedJobs {
    return this.app!.get(FailedJobs);
  }

  /** Asks for a job, and does what is given before the commit. */
  ask(name: string, n: number, { key, mostTries, before = async () => undefined }: Wish = {}): Promise<void> {
    return inTransaction(this.app!.get(EntityManager), async (tx) => {
      await this.jobs.enqueue(tx, name, { n }, { key, mostTries });
      await before();
    });
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
  }
}

interface Wish {
  key?: string;
  mostTries?: number;
  before?: () => Promise<void>;
}

function roomWith(handlers: Handlers, config: AppConfig) {
  @Module({ imports: [CommonModule.with(config), DatabaseModule.with(config, []), JobsModule] })
  class Room implements OnModuleInit {
    constructor(private readonly jobs: Jobs) {}

    onModuleInit(): void {
      for (const [name, work] of Object.entries(handlers)) this.jobs.handle(name, work);
    }
  }
  return Room;
}
