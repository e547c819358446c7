import type { GatewayName } from '@app/wechat';

/** A message as it came in: its bytes are what was signed. */
export interface RawNotice {
  gateway: GatewayName;
  body: Buffer;
  /** Only what the signature needs; never an address. */
  headers: Record<string, string>;
}
