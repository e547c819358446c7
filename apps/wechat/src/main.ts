import { AppConfig, openLog } from '@app/common';
import { createSimulator } from './simulator';

/** The simulator as a process of its own, beside the mall. */
async function main(): Promise<void> {
  const config = AppConfig.from(process.env);
  const app = await createSimulator(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close());
  await app.listen(config.SIMULATOR_PORT, '127.0.0.1');
  openLog(config.LOG_LEVEL).debug({ port: config.SIMULATOR_PORT }, 'the simulated WeChat is listening');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
