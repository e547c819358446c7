import { AppConfig, missingForLive, SettingsError } from '@app/common';
import { fault, ok, type Check, type Finding } from './doctor-check';

export type Environment = Record<string, string | undefined>;

/** The settings, or why they cannot be. */
export function readSettings(env: Environment): AppConfig | SettingsError {
  try {
    return AppConfig.from(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

export function settingsCheck(settings: AppConfig | SettingsError): Check {
  return {
    id: 'settings',
    title: { en: 'Settings', zh: '设置' },
    run: () => (settings instanceof SettingsError ? unreadable(settings.message) : well(settings)),
  };
}

function well({ WORLD, WECHAT_PAY_GATEWAY }: AppConfig): Finding {
  return ok(`WORLD=${WORLD}, WECHAT_PAY_GATEWAY=${WECHAT_PAY_GATEWAY}.`, '读取正常。');
}

function unreadable(sentence: string): Finding {
  return fault(
    { en: sentence, zh: `设置有误：${sentence}` },
    { en: `Correct this setting: ${sentence}`, zh: `请更正该设置：${sentence}` },
  );
}

/** Before a launch: the world, and each setting that a live shop needs and is not given. */
export function launchSettingsChecks(env: Environment): Check[] {
  const world: Check = { id: 'world', title: { en: 'WORLD', zh: '环境' }, run: () => judgeWorld(env.WORLD) };
  const missing = missingForLive(env).map((name): Check => ({
    id: name,
    title: { en: name, zh: '必填设置' },
    run: () =>
      fault(
        { en: `${name} is not set.`, zh: `未设置 ${name}。` },
        { en: `Set ${name}: a live shop needs it.`, zh: `请设置 ${name}：正式环境必填。` },
      ),
  }));
  return [world, ...missing];
}

function judgeWorld(world = ''): Finding {
  if (world.trim() === 'live') return ok('live.', '正式环境。');
  return fault(
    { en: 'These settings mean the sandbox: its money is simulated.', zh: '当前为沙箱：钱是假的。' },
    {
      en: 'Set WORLD=live and the merchant’s settings, with a DATA_DIR of its own.',
      zh: '请设置 WORLD=live 与商户参数，并使用独立的 DATA_DIR。',
    },
  );
}
