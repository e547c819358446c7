import { Injectable } from '@nestjs/common';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppConfig } from './settings';

/**
 * The shop's time. Decisions are taken in SQL as `now() + $n::interval` with `offset`;
 * TypeScript asks `now()` only for signatures and display. In the sandbox the offset stands in
 * `DATA_DIR/clock` and is read again whenever that file changes, so mall and simulator move together.
 */
@Injectable()
export class Clock {
  private readonly file?: string;
  private seconds = 0;
  private readAt = -1;

  constructor(config: AppConfig) {
    if (config.WORLD === 'sandbox') this.file = path.join(config.DATA_DIR, 'clock');
  }

  now(): Date {
    return new Date(Date.now() + this.offsetSeconds * 1000);
  }

  /** Seconds by which the shop is ahead of the database's clock: 0 when live. */
  get offsetSeconds(): number {
    if (!this.file) return 0;
    const changedAt = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changedAt !== this.readAt) {
      this.seconds = changedAt === 0 ? 0 : Number(readFileSync(this.file, 'utf8').trim() || 0);
      this.readAt = changedAt;
    }
    return this.seconds;
  }

  /** The same as a PostgreSQL interval. */
  get offset(): string {
    return `${this.offsetSeconds} seconds`;
  }

  /** Moves the sandbox's clock forward; the simulator's `/sim/clock` alone calls it. */
  advance(seconds: number): number {
    if (!this.file) throw new Error('the clock of a live shop cannot be moved');
    const moved = this.offsetSeconds + seconds;
    mkdirSync(path.dirname(this.file), { recursive: true });
    // Whole or not at all: a process that reads an empty file would take it for no offset until the next change.
    const half = `${this.file}.${process.pid}`;
    writeFileSync(half, `${moved}\n`);
    renameSync(half, this.file);
    this.readAt = -1;
    return moved;
  }
}
