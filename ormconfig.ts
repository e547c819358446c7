import { AppConfig } from '@app/common';
import { migratorOptions, runningClusterUrl } from '@app/database';
import path from 'node:path';
import { DataSource } from 'typeorm';

/**
 * For TypeORM's command line, e.g. `npm run typeorm -- migration:show`, on the shop's own settings. It works as the
 * login role, and joins a running embedded database but never starts one.
 */
const config = AppConfig.from(process.env);
const url = config.directUrl ?? runningClusterUrl(config.DATA_DIR);
if (!url) throw new Error('No embedded database is running: start the shop, or set DATABASE_URL.');

export default new DataSource({
  ...migratorOptions(url),
  entities: [path.join(__dirname, 'libs', '*', 'src', '*.entity.js')],
});
