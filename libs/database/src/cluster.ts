import type { Account } from './cluster-account';
import type { Binaries } from './cluster-binaries';
import type { Home } from './cluster-home';

/** Lines of postgresql.conf. */
export type Settings = Record<string, string>;

/** An embedded PostgreSQL: where it lives, who runs it, with which programs and settings. */
export interface Cluster {
  home: Home;
  account: Account;
  binaries: Binaries;
  /** TCP with a password instead of a Unix socket. */
  tcp: boolean;
  settings: Settings;
}
