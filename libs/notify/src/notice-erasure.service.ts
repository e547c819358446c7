import { AppConfig } from '@app/common';
import { named } from '@app/database';
import { NoticeRejected, readPush, type PushQuery, type PushReader } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const CUT = `SET body = '', headers = '{}'`;

/** About his orders, sealed or not; and whatever else names him in clear. */
const ERASE = `
  UPDATE notice ${CUT}
   WHERE octet_length(body) > 0 AND (
     position(convert_to($2, 'UTF8') IN body) > 0
     OR split_part(event_key, ' ', 1) IN (
       SELECT order_no FROM customer_order WHERE shopper_id = $1
       UNION ALL
       SELECT t.transaction_id FROM money_transaction t JOIN customer_order o ON o.id = t.order_id
        WHERE o.shopper_id = $1
       UNION ALL
       SELECT r.refund_id FROM refund r JOIN customer_order o ON o.id = r.order_id
        WHERE o.shopper_id = $1 AND r.refund_id IS NOT NULL))`;

/** Pushes that are sealed: their keys name nobody, so each is opened. */
const SEALED = `
  SELECT id, headers, body FROM notice
   WHERE gateway = 'push' AND octet_length(body) > 0 AND id > $1 ORDER BY id LIMIT $2`;

const ERASE_SEALED = `UPDATE notice ${CUT} WHERE id = ANY($1::int8[])`;

const AT_ONCE = 500;

interface SealedPush {
  id: number;
  headers: PushQuery;
  body: Buffer;
}

/** 注销, this room's share of it: what WeChat wrote about a shopper. That it was told, and of what event, stays. */
@Injectable()
export class NoticeErasure {
  constructor(private readonly config: AppConfig) {}

  async erase(tx: EntityManager, shopper: { id: number; openid: string }): Promise<void> {
    await named(tx, 'notice.erase', ERASE, [shopper.id, shopper.openid]);
    for (let last = 0, full = true; full;) {
      const pushes = await named<SealedPush>(tx, 'notice.sealed', SEALED, [last, AT_ONCE]);
      const about = pushes.filter((push) => this.mayName(push, shopper.openid)).map(({ id }) => id);
      await named(tx, 'notice.erase_sealed', ERASE_SEALED, [about]);
      last = pushes.at(-1)?.id ?? last;
      full = pushes.length === AT_ONCE;
    }
  }

  /** One that no key of today opens is of no use to anybody, and goes too. */
  private mayName({ headers, body }: SealedPush, openid: string): boolean {
    const { WECHAT_APP_ID: appId, WECHAT_PUSH_TOKEN: token = '', WECHAT_PUSH_AES_KEY: aesKey } = this.config;
    const reader: PushReader = { appId, token, aesKey };
    try {
      return JSON.stringify(readPush(body, headers, reader).fields).includes(openid);
    } catch (error) {
      if (error instanceof NoticeRejected) return true;
      throw error;
    }
  }
}
