import { AppConfig } from '@app/common';
import { parseArgs } from 'node:util';
import { balance } from './buy-books';
import { openOwnShop, openShop } from './buy-shop';
import { tellTimeline } from './buy-steps';
import { storyCalled, type Story } from './buy-stories';
import { begin } from './buy-tale';
import type { Parts } from './parts';
import { runToEnd } from './run-to-end';

/** `npm run buy`, `npm run buy -- --story refund`: a story told step by step through HTTP; fails where it does not end well. */
async function main(parts: Parts): Promise<void> {
  const { values } = parseArgs({ options: { story: { type: 'string' } } });
  const story = storyCalled(values.story);
  const shop = story.settings ? await openOwnShop(story.settings) : await openShop(process.env);
  parts.started(() => shop.close());
  await tell(story, shop.env);
}

async function tell(story: Story, env: NodeJS.ProcessEnv): Promise<void> {
  const tale = begin(AppConfig.from(env), env, (line) => process.stdout.write(`${line}\n`));
  const orders = await story.tell(tale);
  await balance(tale, orders);
  await tellTimeline(tale, orders);
}

runToEnd(main);
