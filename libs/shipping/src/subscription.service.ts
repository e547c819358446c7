import { AppConfig } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Tap } from './pushed-events';

const ALLOW = `
  INSERT INTO subscription AS s (shopper_id, template, remaining)
  SELECT id, $3, 1 FROM shopper WHERE openid = $1 AND appid = $2
  ON CONFLICT (shopper_id, template) DO UPDATE SET remaining = s.remaining + 1`;

const FORBID = `
  UPDATE subscription SET remaining = 0
   WHERE shopper_id = (SELECT id FROM shopper WHERE openid = $1 AND appid = $2) AND template = $3`;

const REMAINING = `SELECT remaining FROM subscription WHERE shopper_id = $1 AND template = $2`;

const SPEND = `
  UPDATE subscription SET remaining = CASE WHEN $3 THEN 0 ELSE greatest(remaining - 1, 0) END
   WHERE shopper_id = $1 AND template = $2`;

/** How many messages a shopper allowed: one for each tap, and none after a no. */
@Injectable()
export class SubscriptionService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
  ) {}

  async count(tx: EntityManager, openid: string, { template, isAllowed }: Tap): Promise<void> {
    const params = [openid, this.config.WECHAT_APP_ID, template];
    if (isAllowed) await named(tx, 'subscription.allow', ALLOW, params);
    else await named(tx, 'subscription.forbid', FORBID, params);
  }

  async remaining(shopperId: number, template: string): Promise<number> {
    const [known] = await named<{ remaining: number }>(this.db, 'subscription.remaining', REMAINING, [
      shopperId,
      template,
    ]);
    return known?.remaining ?? 0;
  }

  /** `all`: WeChat knows of none that is left. */
  async spend(shopperId: number, template: string, { all = false } = {}): Promise<void> {
    await named(this.db, 'subscription.spend', SPEND, [shopperId, template, all]);
  }
}
