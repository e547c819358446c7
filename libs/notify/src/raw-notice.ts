import type { GatewayName } from '@app/wechat';

/** Who tells: WeChat Pay through one of its interfaces, or the mini-program's message push. */
export type NoticeSource = GatewayName | 'push';

/** A message as it came in: its bytes are what was signed. */
export interface RawNotice<Source extends NoticeSource = GatewayName> {
  gateway: Source;
  body: Buffer;
  /** Only what the signature needs; never an address or a person. */
  headers: Record<string, string>;
  /** When it came in, where that is not now. */
  at?: Date;
}
