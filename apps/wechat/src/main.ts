import { AppConfig, logOf } from '@app/common';
import { createSimulator, listen } from './simulator';

/** The simulator as a process of its own, beside the mall. */
async function main(): Promise<void> {
  const config = AppConfig.from(process.env);
  const app = await createSimulator(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close());
  const addresses = await listen(app, config);
  logOf(config).debug(addresses, 'the simulated WeChat is listening');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
