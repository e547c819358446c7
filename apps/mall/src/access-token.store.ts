import { Clock } from '@app/common';
import { named } from '@app/database';
import { AccessTokenStore, type KeptToken } from '@app/wechat';
import { Global, Injectable, Module } from '@nestjs/common';
import { EntityManager } from 'typeorm';

const READ = `
  SELECT token, extract(epoch FROM expires_at - now() - $2::interval)::float8 AS "secondsLeft"
    FROM wechat_access_token WHERE app_id = $1 AND token IS NOT NULL`;

/** Who comes second waits for the row and then finds it claimed. */
const CLAIM = `
  INSERT INTO wechat_access_token (app_id, claimed_until)
  VALUES ($1, now() + $3::interval + make_interval(secs => $2))
  ON CONFLICT (app_id) DO UPDATE SET claimed_until = excluded.claimed_until
   WHERE coalesce(wechat_access_token.claimed_until, '-infinity') <= now() + $3::interval
  RETURNING app_id`;

/** The claim stays: whoever fetched has done it for its seconds, though the token may be an old one. */
const WRITE = `
  INSERT INTO wechat_access_token (app_id, token, expires_at)
  VALUES ($1, $2, now() + $4::interval + make_interval(secs => $3))
  ON CONFLICT (app_id) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at`;

const DROP = `
  UPDATE wechat_access_token SET token = NULL, expires_at = NULL, claimed_until = NULL
   WHERE app_id = $1 AND token = $2`;

/** The access token in the shop's database, where every instance finds it. */
@Injectable()
export class DatabaseAccessTokens extends AccessTokenStore {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {
    super();
  }

  async read(appId: string): Promise<KeptToken | undefined> {
    const params = [appId, this.clock.offset];
    const [kept] = await named<KeptToken>(this.db, 'access_token.read', READ, params);
    return kept;
  }

  async claim(appId: string, seconds: number): Promise<boolean> {
    const params = [appId, seconds, this.clock.offset];
    return (await named(this.db, 'access_token.claim', CLAIM, params)).length > 0;
  }

  async write(appId: string, { token, secondsLeft }: KeptToken): Promise<void> {
    const params = [appId, token, secondsLeft, this.clock.offset];
    await named(this.db, 'access_token.write', WRITE, params);
  }

  async drop(appId: string, token: string): Promise<void> {
    await named(this.db, 'access_token.drop', DROP, [appId, token]);
  }
}

@Global()
@Module({
  providers: [{ provide: AccessTokenStore, useClass: DatabaseAccessTokens }],
  exports: [AccessTokenStore],
})
export class AccessTokenModule {}
