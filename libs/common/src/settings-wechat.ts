import { IsIn, IsNotEmpty, IsOptional, Matches } from 'class-validator';
import { httpUrl, list } from './setting-forms';

export type GatewayName = 'v2' | 'v3';
export type V2SignType = 'MD5' | 'HMAC-SHA256';

/** Who WeChat is, who the merchant is, and the keys between them. */
export class WeChatSettings {
  @httpUrl()
  readonly WECHAT_API_URL: string = '';

  @httpUrl()
  readonly WECHAT_PAY_URL: string = '';

  /** Where a call that is unknown is repeated: WeChat's second host, with the same paths. */
  @IsOptional()
  @httpUrl()
  readonly WECHAT_PAY_STANDBY_URL?: string = undefined;

  /** Where v2 refunds go: this connection shows the merchant's certificate. */
  @httpUrl()
  readonly WECHAT_PAY_REFUND_URL: string = '';

  /** PEM file of the authority that signed WeChat's certificates, where it is not a public one. */
  @IsOptional()
  @IsNotEmpty()
  readonly WECHAT_CA_FILE?: string = undefined;

  @Matches(/^wx[0-9a-f]{16}$/)
  readonly WECHAT_APP_ID: string = '';

  @IsNotEmpty()
  readonly WECHAT_APP_SECRET: string = '';

  @Matches(/^\d{8,10}$/)
  readonly WECHAT_PAY_MCH_ID: string = '';

  /** For new orders; an order keeps the one that was asked for its money. */
  @IsIn(['v2', 'v3'])
  readonly WECHAT_PAY_GATEWAY: GatewayName = 'v3';

  /** `new,old` during a rotation: the one that WeChat holds signs, both verify. */
  @list
  @Matches(/^[0-9A-Za-z]{32}$/, { each: true, message: 'WECHAT_PAY_V2_KEY must be 32 letters and digits' })
  readonly WECHAT_PAY_V2_KEY: string[] = [];

  @IsIn(['MD5', 'HMAC-SHA256'])
  readonly WECHAT_PAY_V2_SIGN_TYPE: V2SignType = 'HMAC-SHA256';

  /** Opens v3 notices; `new,old` during a rotation. */
  @list
  @Matches(/^[!-+\--~]{32}$/, { each: true, message: 'WECHAT_PAY_V3_KEY must be 32 bytes' })
  readonly WECHAT_PAY_V3_KEY: string[] = [];

  /** Of the merchant's certificate; where its file can be read, the file is asked instead. */
  @IsOptional()
  @Matches(/^[0-9A-Fa-f]{40}$/, { message: 'WECHAT_PAY_MCH_SERIAL must be 40 hex digits' })
  readonly WECHAT_PAY_MCH_SERIAL?: string = undefined;

  /** The key files are PEM, read when they are needed and again when they change. */
  @IsOptional()
  @IsNotEmpty()
  readonly WECHAT_PAY_MCH_KEY_FILE?: string = undefined;

  @IsOptional()
  @IsNotEmpty()
  readonly WECHAT_PAY_MCH_CERT_FILE?: string = undefined;

  @IsOptional()
  @Matches(/^PUB_KEY_ID_\d+$/)
  readonly WECHAT_PAY_PUBLIC_KEY_ID?: string = undefined;

  @IsOptional()
  @IsNotEmpty()
  readonly WECHAT_PAY_PUBLIC_KEY_FILE?: string = undefined;

  /**
   * Beside the public key or without one: WeChat says in each message which of them signed it. Without either,
   * certificates are downloaded.
   */
  @list
  readonly WECHAT_PAY_PLATFORM_CERT_FILES: string[] = [];

  /** Signs what WeChat pushes; typed into the mini-program's portal too, like the key below. */
  @IsOptional()
  @Matches(/^[0-9A-Za-z]{3,32}$/, { message: 'WECHAT_PUSH_TOKEN must be 3 to 32 letters and digits' })
  readonly WECHAT_PUSH_TOKEN?: string = undefined;

  /** EncodingAESKey: opens what WeChat pushes. */
  @IsOptional()
  @Matches(/^[0-9A-Za-z]{43}$/, { message: 'WECHAT_PUSH_AES_KEY must be 43 letters and digits' })
  readonly WECHAT_PUSH_AES_KEY?: string = undefined;

  /** The subscribe message that tells of a parcel; without it none is sent. */
  @IsOptional()
  @IsNotEmpty()
  readonly WECHAT_TEMPLATE_SHIPPED?: string = undefined;
}

/** One sentence, where nothing could verify what WeChat signs. */
export function keysFault(config: WeChatSettings): string | undefined {
  const { WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PUBLIC_KEY_FILE: file } = config;
  if (!id !== !file) return 'WECHAT_PAY_PUBLIC_KEY_ID and WECHAT_PAY_PUBLIC_KEY_FILE come together.';
  // With the v3 key, platform certificates can be downloaded.
  const verifies = id ?? config.WECHAT_PAY_PLATFORM_CERT_FILES[0] ?? config.WECHAT_PAY_V3_KEY[0];
  return config.WECHAT_PAY_GATEWAY === 'v3' && !verifies
    ? 'WECHAT_PAY_GATEWAY=v3 needs WECHAT_PAY_V3_KEY, WECHAT_PAY_PUBLIC_KEY_FILE or WECHAT_PAY_PLATFORM_CERT_FILES.'
    : undefined;
}
