import { Injectable } from '@nestjs/common';
import { setTimeout as after } from 'node:timers/promises';
import { EntityManager } from 'typeorm';

const PATIENCE_MS = 1000;

/** Whether PostgreSQL answers within a second. */
@Injectable()
export class DatabasePing {
  private asking?: Promise<boolean>;

  constructor(private readonly db: EntityManager) {}

  answers(): Promise<boolean> {
    return Promise.race([this.ask(), after(PATIENCE_MS, false, { ref: false })]);
  }

  /** One question at a time: probes of a database that hangs must not use its last connections up. */
  private ask(): Promise<boolean> {
    this.asking ??= this.db
      .query('SELECT 1')
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.asking = undefined));
    return this.asking;
  }
}
