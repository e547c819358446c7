import { AdminService } from '@app/auth';
import { AppConfig, NestLog, openLog } from '@app/common';
import { Logger } from '@nestjs/common';
import { banner } from './banner';
import { closeOnSignal, end } from './closing';
import { closeShop } from './close-shop';
import { createMall } from './create-mall';
import { shopSetting, withDatabaseOf } from './database-trouble';
import { fillSandbox } from './fill-sandbox';
import { Parts } from './parts';
import { refuseTakenPorts } from './ports';
import { startSimulator } from './simulator.process';
import { startDatabase } from './start-database';
import { report } from './start-fault';

async function main(parts: Parts): Promise<void> {
  closeOnSignal(parts);
  const given = AppConfig.from(process.env);
  Logger.overrideLogger(new NestLog(openLog(given.LOG_LEVEL)));
  await refuseTakenPorts(given);
  const config = await startDatabase(given, process.env, parts);

  const [mall] = await Promise.all([
    withDatabaseOf(shopSetting(given), () => createMall(config)),
    startSimulator(config, parts),
  ]);
  parts.started(() => closeShop(mall));
  await fillSandbox(mall, config);
  const admin = await mall.get(AdminService).bootstrap();

  if (config.ROLE === 'worker') await mall.init();
  else await mall.listen(config.PORT, config.HOST);
  process.stdout.write(banner(config, admin));
}

const parts = new Parts();
main(parts).catch((fault: unknown) => {
  if (parts.stopping) return;
  report(fault);
  end(parts, 1);
});
