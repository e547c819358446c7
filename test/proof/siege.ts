import { runningClusterUrl } from '@app/database';
import { Pool } from 'pg';
import { breachesOf, plant } from '../given/books';
import { Client } from '../given/client';
import { clearAway, MallProcess, ownPlace, type Settings } from '../start/mall-process';
import { booksOf } from './comparison';
import { Crowd, type Goods } from './crowd';

const PRICES = [1999, 29, 101, 5000];
/** Nobody is stopped by a limit here, and nobody's login or order ends before the siege does. */
const UNLIMITED = {
  RATE_LIMIT_PER_MINUTE: '0',
  MAX_OPEN_ORDERS: '0',
  TOKEN_TTL_SECONDS: '99999999',
  ORDER_TTL_SECONDS: '99999999',
  LOG_LEVEL: 'error',
};

/** The shop as processes, with its own PostgreSQL on a disk that is waited for, and a crowd that buys. */
export class Siege {
  private constructor(
    readonly dataDir: string,
    readonly settings: Settings,
    readonly db: Pool,
    readonly goods: Goods[],
    public mall: MallProcess,
  ) {}

  static async lay(over: Settings = {}): Promise<Siege> {
    const place = await ownPlace();
    const settings = { ...place.settings, ...UNLIMITED, ...over };
    const mall = await MallProcess.started(settings);
    const db = new Pool({ connectionString: runningClusterUrl(place.dataDir), max: 2 });
    db.on('error', () => undefined);
    const goods = await Promise.all(
      PRICES.map(async (priceFen) => ({ ...(await plant(db, { priceFen, stock: 10_000_000 })), priceFen })),
    );
    return new Siege(place.dataDir, settings, db, goods, mall);
  }

  /** Sixteen buyers, who come in by these ports. */
  crowd(ports: string[] = [this.settings.PORT!]): Promise<Crowd> {
    const doors = ports.map((port) => new Client(`http://127.0.0.1:${port}/api/v1`));
    return Crowd.gather(doors, this.simulator, this.goods);
  }

  get simulator(): Client {
    return new Client(`http://127.0.0.1:${this.settings.SIMULATOR_PORT}`);
  }

  /** For the one who does not come back by himself. */
  async restart(): Promise<void> {
    this.mall = await MallProcess.started(this.settings);
  }

  /** Asks nicely; tells the exit code. */
  stop(): Promise<number | NodeJS.Signals | null> {
    return this.mall.stop('SIGTERM');
  }

  /** WeChat repeats its notices on the common clock. */
  async untilAllIsAcknowledged() {
    for (let tries = 0; ; tries += 1) {
      const books = await booksOf(this.simulator);
      if (tries === 10 || books.transactions.every((row) => row.acknowledged)) return books;
      await this.simulator.post('/sim/clock', { advanceSeconds: 60 });
    }
  }

  async breaches(): Promise<string[]> {
    const { body } = await this.simulator.post('/sim/clock', { advanceSeconds: 1 });
    return breachesOf(this.db, `${body.offsetSeconds} seconds`);
  }

  /** Ends every process and removes the folder, whatever state they are in. */
  async raise(): Promise<void> {
    await this.db.end();
    await clearAway(this, [this.mall]);
  }
}
