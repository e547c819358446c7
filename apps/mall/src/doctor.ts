import type { Arguments, Command } from './command-line';
import { examine } from './doctor-examination';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';

const DOCTOR: Command = {
  usage: 'npm run doctor [-- --live]',
  en: 'Looks at settings, keys, clocks, database, WeChat and the last verification: what is wrong, and what to do. --live: before a launch.',
  zh: '检查设置、密钥、时钟、数据库、微信与最近一次核查：哪里不对、怎么办。--live：上线前检查。',
  options: { live: { type: 'boolean' } },
};

function main(_parts: Parts, { options }: Arguments): Promise<number> {
  return examine({
    env: process.env,
    isLive: options.live === true,
    say: (line) => process.stdout.write(`${line}\n`),
  });
}

runToEnd(DOCTOR, main);
