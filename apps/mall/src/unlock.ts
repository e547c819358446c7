import { AdminUnlock, AdminUnlockModule } from '@app/auth';
import { AppConfig, CommonModule } from '@app/common';
import { DatabaseModule, schemaState } from '@app/database';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { directSetting, shopSetting, withDatabaseOf } from './database-trouble';
import { judgeSchema } from './doctor-database';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { reachDatabase } from './start-database';
import { StartFault } from './start-fault';

/** Just enough of the shop to unlock an account. */
@Module({ imports: [AdminUnlockModule] })
class UnlockModule {
  static with(config: AppConfig): DynamicModule {
    return { module: UnlockModule, imports: [CommonModule.with(config), DatabaseModule.with(config, [])] };
  }
}

/** `npm run unlock -- ACCOUNT`: the account takes logins again from every network. */
async function main(parts: Parts): Promise<void> {
  const [, , account] = process.argv;
  if (!account) throw new StartFault('Which account? "npm run unlock -- ACCOUNT".');
  // A process of this role joins the shop's embedded database, and starts none.
  const env = { ...process.env, ROLE: 'api' };
  const given = AppConfig.from(env);
  const config = await reachDatabase(given, env, parts);
  await withDatabaseOf(directSetting(given), () => refuseUnfit(config));

  const app = await withDatabaseOf(shopSetting(given), () =>
    NestFactory.createApplicationContext(UnlockModule.with(config), { logger: false, abortOnError: false }),
  );
  parts.started(() => app.close());
  if (!(await app.get(AdminUnlock).unlock(account)))
    throw new StartFault(`No admin has the account ${account}: check the spelling.`);
  process.stdout.write(`The account ${account} takes logins again. 账号 ${account} 已解锁。\n`);
}

/** Unlocking migrates no schema and makes no shop. */
async function refuseUnfit({ directUrl = '', WORLD }: AppConfig): Promise<void> {
  const state = await schemaState(directUrl);
  const finding = judgeSchema(state, WORLD);
  if (finding.kind !== 'ok') throw new StartFault(`${finding.seen.en} ${finding.todo.en}`);
  if (!state.world) throw new StartFault('The database holds no shop: check DATA_DIR and DATABASE_URL.');
  if (state.pending > 0)
    throw new StartFault('The schema is older than this code: start the shop once first.');
}

runToEnd(main);
