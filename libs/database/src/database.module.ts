import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { APP_ROLE, type DatabaseSettings } from './database-settings';
import { dataSourceOptions } from './data-source-options';

/** A pool beside the shop's own, for those who must not wait behind it. */
export interface OwnPool {
  /** They get it by `@InjectEntityManager(name)`. */
  name: string;
  poolSize: number;
}

/** The shop's connections, as the app role. */
@Module({})
export class DatabaseModule {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM's own name for a class
  static with(config: DatabaseSettings, entities: Function[], own?: OwnPool): DynamicModule {
    const log = new Logger('Database');
    const report = (error: Error) => log.warn(`a database connection was lost: ${error.message}`);

    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          name: own?.name,
          useFactory: () => ({
            ...dataSourceOptions(config, entities, report, own?.poolSize),
            retryAttempts: 3,
            retryDelay: 500,
            toRetry: (error: unknown) => !(error instanceof WrongRole),
          }),
          dataSourceFactory: (options) => openAsAppRole(options!),
        }),
      ],
    };
  }
}

class WrongRole extends Error {}

/** Behind a pooler the role hangs on the login's own settings; a shop that may rewrite history does not start. */
async function openAsAppRole(options: DataSourceOptions): Promise<DataSource> {
  const source = await new DataSource(options).initialize();
  const [{ role }] = await source.query<[{ role: string }]>('SELECT current_user AS role');
  if (role === APP_ROLE) return source;

  await source.destroy();
  throw new WrongRole(
    `The database connects as ${role}, not as ${APP_ROLE}: migrate through DATABASE_DIRECT_URL and reconnect the pooler.`,
  );
}
