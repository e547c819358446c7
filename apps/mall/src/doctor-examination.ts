import { Clock, CommonModule, SettingsError, type AppConfig } from '@app/common';
import { WeChatModule } from '@app/wechat';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { bookChecks } from './doctor-books';
import { runChecks, type Check, type Diagnosis, type Say } from './doctor-check';
import { databaseCheck } from './doctor-database';
import { launchList, tellLaunchList } from './doctor-launch-list';
import { localChecks } from './doctor-local';
import { publicChecks } from './doctor-public';
import { launchSettingsChecks, readSettings, settingsCheck, type Environment } from './doctor-settings';
import { WeChatRound } from './doctor-wechat';

/** Just enough of the shop to ask WeChat. */
@Module({ imports: [WeChatModule] })
class DoctorModule {
  static with(config: AppConfig): DynamicModule {
    return { module: DoctorModule, imports: [CommonModule.with(config)] };
  }
}

export interface Examination {
  env: Environment;
  /** Before a launch: also what a live shop alone needs. */
  isLive: boolean;
  say: Say;
}

/** Looks at everything, changes nothing, starts nothing; the exit code. */
export async function examine({ env, isLive, say }: Examination): Promise<number> {
  const settings = readSettings(env);
  const first = [...(isLive ? launchSettingsChecks(env) : []), settingsCheck(settings)];
  if (settings instanceof SettingsError) {
    const diagnosis = await runChecks([...first, ...(isLive ? withoutSettings(env) : [])], say);
    if (isLive) tellLaunchList(launchList(env), say);
    return conclude(diagnosis, isLive, say);
  }

  const app = await NestFactory.createApplicationContext(DoctorModule.with(settings), { logger: false });
  try {
    const diagnosis = await runChecks([...first, ...allChecks(settings, app, isLive)], say);
    if (isLive) tellLaunchList(launchList(settings), say);
    return conclude(diagnosis, isLive, say);
  } finally {
    await app.close();
  }
}

/** Broken settings do not keep us from looking at the one address that all others see. */
function withoutSettings({ PUBLIC_URL }: Environment): Check[] {
  const url = PUBLIC_URL?.trim() ?? '';
  return URL.canParse(url) && /^https?:/.test(url) ? publicChecks(url) : [];
}

function allChecks(config: AppConfig, app: INestApplicationContext, isLive: boolean): Check[] {
  const live = isLive || config.WORLD === 'live';
  return [
    ...localChecks(config, app.get(Clock).now(), live),
    databaseCheck(config),
    ...bookChecks(config, app),
    ...new WeChatRound(config, app, live).checks(),
    ...(isLive ? publicChecks(config.PUBLIC_URL) : []),
  ];
}

/** The last line: that all is well, or the one next step. */
function conclude({ faults, advices, nextStep }: Diagnosis, isLive: boolean, say: Say): number {
  if (nextStep) {
    say(`\nFaults 故障 ${faults}, advice 建议 ${advices}. Next step 下一步: ${nextStep.en} ${nextStep.zh}`);
    return 1;
  }
  const also = advices > 0 ? ` (advice 建议 ${advices})` : '';
  say(
    isLive
      ? `\nReady 可以上线${also}: what can be tested is well; confirm the points marked ☐. 可自动检查的均已通过，请确认 ☐ 各项。`
      : `\nAll is well. 一切正常。${also}`,
  );
  return 0;
}
