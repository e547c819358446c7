import { AppConfig, CommonModule } from '@app/common';
import { invariants, VerifyModule, VerifyService, type Verified } from '@app/reconciliation';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { shopSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { startDatabase } from './start-database';

/** Just enough of the shop to read its books. */
@Module({ imports: [VerifyModule] })
class BooksModule {
  static with(config: AppConfig): DynamicModule {
    return { module: BooksModule, imports: [CommonModule.with(config)] };
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function sayVerified({ id, promise, promiseZh, offenders, examples, ms }: Verified): void {
  const seconds = ms < 1000 ? '' : ` (${(ms / 1000).toFixed(1)} s)`;
  if (offenders === 0) return say(`✓ ${id} ${promise} ${promiseZh}${seconds}`);
  say(`✗ ${id} ${promise} ${promiseZh} ${offenders} rows say no 行不符${seconds}, such as 例如:`);
  for (const example of examples) say(`    ${JSON.stringify(example)}`);
}

/** `npm run verify`: every promise, held against the books of the shop that these settings mean. */
async function main(parts: Parts): Promise<number> {
  const given = AppConfig.from(process.env);
  const config = await startDatabase(given, process.env, parts);
  const app = await withDatabaseOf(shopSetting(given), () =>
    NestFactory.createApplicationContext(BooksModule.with(config), { logger: false, abortOnError: false }),
  );
  parts.started(() => app.close());

  const breaches = await app.get(VerifyService).breaches({ onVerified: sayVerified });
  say(
    breaches.length === 0
      ? `\nAll ${invariants.length} promises hold. 全部${invariants.length}项核查通过。`
      : `\n${breaches.length} promises are broken. ${breaches.length}项核查不通过。`,
  );
  return breaches.length === 0 ? 0 : 1;
}

runToEnd(main);
