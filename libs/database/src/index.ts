export * from './database.module';
export { dataSourceOptions } from './data-source-options';
export type { DatabaseSettings } from './database-settings';
export * from './named';
export { inTransaction, sqlStateOf } from './transaction';
