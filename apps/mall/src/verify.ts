import { AppConfig, CommonModule } from '@app/common';
import { invariants, VerifyModule, VerifyService, type Verified } from '@app/reconciliation';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Command } from './command-line';
import { shopSetting, withDatabaseOf } from './database-trouble';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { reachCurrentShop } from './start-database';

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

const VERIFY: Command = {
  usage: 'npm run verify',
  en: 'Checks every invariant against the shop of these settings, in one snapshot; changes nothing. Exit code 1: one is broken.',
  zh: '在一个快照里核查当前设置所指的店的全部不变量，不做任何改动；有一项不符则退出码为 1。',
};

async function main(parts: Parts): Promise<number> {
  const given = AppConfig.from(process.env);
  const config = await reachCurrentShop(given, process.env, parts);
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

runToEnd(VERIFY, main);
