import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { openClient } from './direct-client';

/** One number for "somebody of this shop works on this cluster". */
const PRESENCE = 6_464_001;

/** And one for "this process is the shop". */
const SHOP = 6_464_003;

const HOLDER = `
  SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
   WHERE locktype = 'advisory' AND classid = 0 AND objid = ${SHOP} AND granted`;

/** The server takes a moment to notice that a process was killed. */
const KILLED_MS = 3_000;

/**
 * A connection that each process keeps for as long as it uses the cluster, with a shared lock on it. It ends with
 * the process, however that dies: so the last one can be sure of being the last, and a server's death is noticed.
 */
export class Presence {
  private left = false;

  private constructor(private readonly client: Client) {}

  static async enter(url: string, lost: () => void): Promise<Presence> {
    const client = await openClient(url);
    const presence = new Presence(client);
    client.once('end', () => presence.left || lost());
    await client.query('SELECT pg_advisory_lock_shared($1)', [PRESENCE]);
    // A program that forgot to stop its database must still be able to end; one that waits for it must not.
    presence.socket.unref();
    return presence;
  }

  /** One process at a time is the cluster's shop. Answers the name of another one that is, and keeps it from this one. */
  async claimShop(name: string): Promise<string | undefined> {
    this.socket.ref();
    try {
      await this.client.query(`SET application_name = ${this.client.escapeLiteral(name)}`);
      return await this.otherShop();
    } finally {
      this.socket.unref();
    }
  }

  private async otherShop(): Promise<string | undefined> {
    for (const end = performance.now() + KILLED_MS; ; await pause(100)) {
      const sql = 'SELECT pg_try_advisory_lock($1) AS mine';
      const { rows } = await this.client.query<{ mine: boolean }>(sql, [SHOP]);
      if (rows[0]?.mine) return undefined;
      if (performance.now() < end) continue;
      const holder = await this.client.query<{ name: string }>(HOLDER);
      if (holder.rows[0]) return holder.rows[0].name;
    }
  }

  /**
   * Gives the shared lock back; whether nobody else is left. The lock then held keeps newcomers waiting. Asked for
   * a moment longer, since the server takes one to notice that somebody was killed.
   */
  async isLast(): Promise<boolean> {
    this.socket.ref();
    await this.client.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE]);
    for (let attempt = 1; attempt <= 5; attempt++) {
      const sql = 'SELECT pg_try_advisory_lock($1) AS last';
      const { rows } = await this.client.query<{ last: boolean }>(sql, [PRESENCE]);
      if (rows[0]?.last) return true;
      await pause(60);
    }
    return false;
  }

  leave(): Promise<void> {
    this.left = true;
    return this.client.end();
  }

  /** pg's own type leaves these two out. */
  private get socket(): { ref(): void; unref(): void } {
    return this.client as unknown as { ref(): void; unref(): void };
  }
}
