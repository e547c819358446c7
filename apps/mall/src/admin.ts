import { AdminRescue } from '@app/auth';
import { AppConfig } from '@app/common';
import { openRescue } from './admin-rescue';
import type { Arguments, Command } from './command-line';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';
import { reachCurrentShop } from './start-database';
import { StartFault } from './start-fault';

const ADMIN: Command = {
  usage: 'npm run admin -- reset ACCOUNT | npm run unlock -- ACCOUNT',
  en: 'For an admin who cannot log in, at the machine of the shop: reset makes and prints a new secret, unlock ends the lock after wrong logins.',
  zh: '管理员登录不了时在店所在的机器上运行：reset 生成并打印新密码，unlock 解除多次输错后的锁定。',
  names: 2,
};

type Act = (rescue: AdminRescue, account: string) => Promise<string | undefined>;

const ACTS: Record<string, Act> = {
  unlock: async (rescue, account) =>
    (await rescue.unlock(account))
      ? `The account ${account} takes logins again. 账号 ${account} 已解锁。`
      : undefined,
  reset: async (rescue, account) => {
    const secret = await rescue.reset(account);
    return (
      secret && `${account} / ${secret}\nIts sessions have ended. 该账号已全部退出登录，请用新密码登录。`
    );
  },
};

async function main(parts: Parts, { names: [act = '', account] }: Arguments): Promise<void> {
  if (!Object.hasOwn(ACTS, act) || !account)
    throw new StartFault(`Which account? Usage 用法: ${ADMIN.usage}`);
  const given = AppConfig.from(process.env);
  const config = await reachCurrentShop(given, process.env, parts);
  const said = await ACTS[act]!(await openRescue(given, config, parts), account);
  if (!said)
    throw new StartFault(`No admin has the account ${account}: check the spelling. 没有账号 ${account}。`);
  process.stdout.write(`${said}\n`);
}

runToEnd(ADMIN, main);
