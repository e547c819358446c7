import { AppConfig } from '@app/common';
import { buy } from './buy-story';
import { openShop } from './buy-shop';
import { report } from './start-fault';

/** `npm run buy`: one whole purchase through HTTP, told step by step; fails where it does not end well. */
async function main(): Promise<void> {
  const config = AppConfig.from(process.env);
  const shop = await openShop(config);
  try {
    await buy(config, (line) => process.stdout.write(`${line}\n`));
  } finally {
    await shop.close();
  }
}

main().catch((fault: unknown) => {
  report(fault);
  process.exit(1);
});
