import { AdminService } from '@app/auth';
import { AppConfig, logOf, NestLog } from '@app/common';
import { Logger } from '@nestjs/common';
import { banner } from './banner';
import { argumentsOf, type Command } from './command-line';
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

const START: Command = {
  usage: 'npm start',
  en: 'Opens the shop of these settings; without any, a sandbox with a database, a WeChat simulator and goods. README: Settings.',
  zh: '按当前设置开店；无设置则开沙箱店，自带数据库、微信模拟器与商品。设置见 README。',
};

async function main(parts: Parts): Promise<void> {
  closeOnSignal(parts);
  argumentsOf(START);
  const given = AppConfig.from(process.env);
  Logger.overrideLogger(new NestLog(logOf(given)));
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
