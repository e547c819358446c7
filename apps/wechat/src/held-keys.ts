import type { GatewayName } from '@app/common';
import type { Desk } from './bookkeeper';

/**
 * WeChat holds one key of the merchant at a time, whichever of his list he has typed into the portal last: with it v2
 * signs and verifies, and v3 seals.
 */
export function heldKey({ books, config }: Pick<Desk, 'books' | 'config'>, gateway: GatewayName): string {
  const keys = gateway === 'v2' ? config.WECHAT_PAY_V2_KEY : config.WECHAT_PAY_V3_KEY;
  return keys[books.account.heldKeys[gateway]] ?? keys[0]!;
}
