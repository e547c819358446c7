import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DatabaseSettings } from './database-settings';
import { dataSourceOptions } from './data-source-options';

/** The shop's connections: one pool a process, as the app role. */
@Module({})
export class DatabaseModule {
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM's own name for a class
  static with(config: DatabaseSettings, entities: Function[]): DynamicModule {
    const log = new Logger('Database');
    const report = (error: Error) => log.warn(`a database connection was lost: ${error.message}`);

    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(config, entities, report),
            retryAttempts: 3,
            retryDelay: 500,
          }),
        }),
      ],
    };
  }
}
