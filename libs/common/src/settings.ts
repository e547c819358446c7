import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsNotEmpty, IsOptional, Matches, MaxLength, validateSync } from 'class-validator';
import path from 'node:path';
import { connectionUrl } from './connection-url';
import { AreNetworks } from './network';
import { httpUrl, list, wholeNumber } from './setting-forms';
import { keysFault, WeChatSettings } from './settings-wechat';
import { isEveryHost, isLoopback } from './this-machine';
import { hostForOthers, missingFault, worldDefaults, worldFault, type World } from './world';

export type Role = 'all' | 'api' | 'worker';
export type StockPolicy = 'reserve' | 'on_payment';
type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** A setting that is missing or wrong, in one sentence that names it. */
export class SettingsError extends Error {}

/**
 * Every setting of the shop, checked at start. Inject it and read a property;
 * the README's table explains each.
 */
export class AppConfig extends WeChatSettings {
  @IsIn(['sandbox', 'live'])
  readonly WORLD: World = 'sandbox';

  @IsNotEmpty()
  readonly HOST: string = '127.0.0.1';

  @wholeNumber(0, 65535)
  readonly PORT: number = 3000;

  /** Without a trailing slash: notify_url begins with it. */
  @httpUrl()
  @Matches(/[^/]$/, { message: 'PUBLIC_URL must not end in a slash' })
  readonly PUBLIC_URL: string = '';

  /** Where pictures are read, such as a CDN's host in front of the shop; the shop itself without it. */
  @httpUrl()
  @Matches(/[^/]$/, { message: 'IMAGE_URL must not end in a slash' })
  readonly IMAGE_URL: string = '';

  @wholeNumber(0, 65535)
  readonly SIMULATOR_PORT: number = 3001;

  /** For the calls that need a client certificate. */
  @wholeNumber(0, 65535)
  readonly SIMULATOR_TLS_PORT: number = 3002;

  @Transform(({ value }: { value: string }) => path.resolve(value))
  readonly DATA_DIR: string = path.resolve('data');

  /** Where a backup is written every night; none are without it. */
  @IsOptional()
  @Transform(({ value }: { value?: string }) => value && path.resolve(value))
  readonly BACKUP_DIR?: string = undefined;

  @IsOptional()
  @connectionUrl('postgres', 'postgresql')
  readonly DATABASE_URL?: string = undefined;

  /** For migrations; where it differs from DATABASE_URL a pooler stands between, and named statements are off. */
  @IsOptional()
  @connectionUrl('postgres', 'postgresql')
  readonly DATABASE_DIRECT_URL?: string = undefined;

  /** Connections for requests and sweeps; those for notices, jobs and backups come on top. */
  @wholeNumber(2, 1000)
  readonly DATABASE_POOL: number = 10;

  @IsOptional()
  @connectionUrl('redis', 'rediss')
  readonly REDIS_URL?: string = undefined;

  @IsIn(['all', 'api', 'worker'])
  readonly ROLE: Role = 'all';

  @IsNotEmpty()
  @MaxLength(30)
  readonly SHOP_NAME: string = '小铺 minimall';

  @IsIn(['reserve', 'on_payment'])
  readonly STOCK_POLICY: StockPolicy = 'reserve';

  @wholeNumber(60)
  readonly TOKEN_TTL_SECONDS: number = 7200;

  @wholeNumber(360)
  readonly ORDER_TTL_SECONDS: number = 1800;

  /** How long the merchant may find goods for an order that was paid and out of stock, before its money goes back. */
  @wholeNumber(60)
  readonly SHORT_STOCK_GRACE_SECONDS: number = 3600;

  /** Shipped for so long, an order counts as received. */
  @wholeNumber(1, 365)
  readonly AUTO_RECEIVE_DAYS: number = 10;

  /** Yuan that one operator may give back within a day of Beijing; an owner may more; 0 lifts the cap. */
  @wholeNumber(0, 10_000_000)
  readonly OPERATOR_REFUND_CAP: number = 5000;

  /** How often background work looks for what is due. */
  @wholeNumber(10, 86_400_000)
  readonly SWEEP_INTERVAL_MS: number = 1000;

  /** Requests of one token in a minute; 0 lifts every limit. */
  @wholeNumber(0)
  readonly RATE_LIMIT_PER_MINUTE: number = 600;

  @wholeNumber(0)
  readonly MAX_OPEN_ORDERS: number = 10;

  @wholeNumber(1, 1_000_000)
  readonly MAX_COUNT_PER_LINE: number = 999;

  /** Addresses or networks whose X-Forwarded-For is believed. */
  @list
  @AreNetworks()
  readonly TRUSTED_PROXIES: string[] = [];

  @list
  readonly CORS_ORIGINS: string[] = [];

  @Matches(/^[\w.@-]{1,64}$/)
  readonly ADMIN_ACCOUNT: string = 'admin';

  @IsOptional()
  @Matches(/^.{8,128}$/, { message: 'ADMIN_SECRET must have 8 to 128 characters' })
  readonly ADMIN_SECRET?: string = undefined;

  /** `on` opens the docs of a live shop behind HTTP Basic. */
  @IsIn(['on', 'off'])
  readonly API_DOCS: 'on' | 'off' = 'off';

  /** The merchant's robot; whoever knows it can write into his chat. Without it alerts are listed only. */
  @IsOptional()
  @httpUrl()
  readonly ALERT_WEBHOOK_URL?: string = undefined;

  @IsIn(['silent', 'error', 'warn', 'info', 'debug'])
  readonly LOG_LEVEL: LogLevel = 'info';

  /** Reads and checks the settings; the first fault is a SettingsError. */
  static from(env: Record<string, string | undefined>): AppConfig {
    const given = Object.fromEntries(
      settingNames.map((name) => [name, env[name]?.trim()]).filter(([, value]) => value),
    ) as Record<string, string>;
    const config = plainToInstance(
      AppConfig,
      { ...defaultsOf(given), ...given },
      { exposeDefaultValues: true },
    );

    const fault = missingFault(given) ?? valueFault(config) ?? keysFault(config) ?? worldFault(config);
    if (fault) throw new SettingsError(fault);
    return config;
  }

  /**
   * What notify_url begins with. A simulator calls the shop's own port, whatever leads to a PUBLIC_URL elsewhere.
   */
  get notifyBase(): string {
    const { WORLD, HOST, PORT, PUBLIC_URL } = this;
    if (WORLD === 'live' || isLoopback(new URL(PUBLIC_URL).hostname)) return PUBLIC_URL;
    return `http://${isEveryHost(HOST) ? '127.0.0.1' : hostForOthers(HOST)}:${PORT}`;
  }

  /** Where the sandbox's simulator listens: a phone that may reach the shop pays there too. */
  get simulatorHost(): string {
    return isEveryHost(this.HOST) ? this.HOST : '127.0.0.1';
  }

  /** Where a person pays for play money; a live shop has no such page. */
  get cashierUrl(): string | undefined {
    if (this.WORLD === 'live') return undefined;
    const url = new URL(this.WECHAT_PAY_URL);
    if (isEveryHost(this.HOST)) url.hostname = hostForOthers(this.HOST);
    return `${url.origin}/cashier`;
  }

  /** What migrations and the check for a pooler use. */
  get directUrl(): string | undefined {
    return this.DATABASE_DIRECT_URL ?? this.DATABASE_URL;
  }
}

function defaultsOf(given: Record<string, string>): Record<string, string> {
  const defaults = worldDefaults(given);
  const imageUrl = given.PUBLIC_URL ?? defaults.PUBLIC_URL;
  return imageUrl ? { ...defaults, IMAGE_URL: imageUrl } : defaults;
}

function valueFault(config: AppConfig): string | undefined {
  const [fault] = validateSync(config);
  return fault && Object.values(fault.constraints ?? {})[0];
}

/** The names of all settings: a test holds the README's table against them. */
export const settingNames = Object.keys(new AppConfig()) as (keyof AppConfig)[];
