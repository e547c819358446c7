import { AppConfig } from '@app/common';
import { balance } from './buy-books';
import { openOwnShop, runningShop } from './buy-shop';
import { tellTimeline } from './buy-steps';
import { storyCalled, type Story } from './buy-stories';
import { begin } from './buy-tale';
import type { Arguments, Command } from './command-line';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';

const BUY: Command = {
  usage: 'npm run buy [-- --story refund|partial|late|short|ship]',
  en: 'One whole purchase in the running sandbox, or a story, told step by step through HTTP; fails where it does not end well.',
  zh: '在运行中的沙箱里完整买一单，或演示一个场景，逐步打印 HTTP 过程；结果不符则失败。',
  options: { story: { type: 'string' } },
};

async function main(parts: Parts, { options }: Arguments): Promise<void> {
  const story = storyCalled(options.story as string | undefined);
  const shop = story.settings ? await openOwnShop(story.settings) : await runningShop(process.env);
  parts.started(() => shop.close());
  await tell(story, shop.env);
}

async function tell(story: Story, env: NodeJS.ProcessEnv): Promise<void> {
  const tale = begin(AppConfig.from(env), env, (line) => process.stdout.write(`${line}\n`));
  const orders = await story.tell(tale);
  await balance(tale, orders);
  await tellTimeline(tale, orders);
}

runToEnd(BUY, main);
