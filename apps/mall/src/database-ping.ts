import { isOutOfConnections } from '@app/common';
import { refuseStarvedPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import { setTimeout as after } from 'node:timers/promises';
import { EntityManager } from 'typeorm';

const PATIENCE_MS = 1000;

export type DatabaseState = 'up' | 'down' | 'too many connections';

/** Whether PostgreSQL answers within a second, and has a connection for the next request. */
@Injectable()
export class DatabasePing {
  private asking?: Promise<DatabaseState>;

  constructor(private readonly db: EntityManager) {}

  state(): Promise<DatabaseState> {
    return Promise.race([this.ask(), after(PATIENCE_MS, 'down' as const, { ref: false })]);
  }

  /** One question at a time: probes of a database that hangs must not use its last connections up. */
  private ask(): Promise<DatabaseState> {
    this.asking ??= this.look()
      .catch((error: unknown) => (isOutOfConnections(error) ? 'too many connections' : 'down'))
      .finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async look(): Promise<DatabaseState> {
    await this.db.query('SELECT 1');
    await refuseStarvedPool(this.db.connection);
    return 'up';
  }
}
