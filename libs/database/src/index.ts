export { takeBackup, type BackupContents } from './backup';
export { DamagedBackup, RestoreRefused, type BackupHeader } from './backup-format';
export { runningClusterUrl } from './cluster-address';
export { ForeignCluster } from './cluster-files';
export { dataSourceOptions } from './data-source-options';
export { APP_ROLE, type DatabaseSettings } from './database-settings';
export * from './database.module';
export { knock, PoolerInTheWay, refusePooler, withClient } from './direct-client';
export { directPool } from './direct-pool';
export {
  hasCluster,
  ShopRuns,
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded-postgres';
export { migrate, migratorOptions, schemaState, type SchemaState } from './migrate';
export * from './named';
export { newestOfEach } from './newest';
export { NewerSchema } from './newer-schema';
export { readBackupHead, restoreBackup } from './restore';
export { readSnapshot, SnapshotInterrupted, type Ask, type SnapshotLimits } from './snapshot';
export { refuseStarvedPool } from './spare-connection';
export { inTransaction, sqlStateOf } from './transaction';
export { refuseOtherWorld, rememberWorld, WorldMismatch } from './world';
