import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { billIn, NO_TRADE, type TradeBill } from './bill';
import { unpackedBill } from './bill-file';
import type { BillGateway } from './bill-gateway';
import { readOf } from './facts';
import { ok, unknown, type Outcome } from './outcome';
import type { Merchant } from './pay-gateway';
import type { AuthenticBytes } from './v3-authentic';
import { V3Client } from './v3-client';
import { objectOf } from './v3-object';

const TRADE_BILL = '/v3/bill/tradebill';
const SHA_1 = /^[0-9a-f]{40}$/i;

/** Where a bill lies, and of what content it is: WeChat signed this, and does not sign the file. */
interface BillPlace {
  url: URL;
  /** SHA-1 of the unpacked file, lower-case hex. */
  sha1: string;
}

/** Bills over the JSON interface. */
@Injectable()
export class V3BillGateway implements BillGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V3Client,
  ) {}

  async tradeBill(merchant: Merchant, date: string): Promise<Outcome<TradeBill>> {
    const query = new URLSearchParams({ bill_date: date, bill_type: 'ALL', tar_type: 'GZIP' });
    const about = { billDate: date };
    const answer = await this.client.ask({ path: `${TRADE_BILL}?${query}`, mchId: merchant.mchId, about });
    if (answer.kind === 'rejected' && answer.code === 'NOSTATEMENTEXIST') return ok(NO_TRADE);
    if (answer.kind !== 'ok') return answer;

    const place = this.placeIn(answer.value);
    if (place.kind !== 'ok') return place;
    const file = await this.client.download({ url: place.value.url, mchId: merchant.mchId, about });
    return file.kind === 'ok' ? billOf(file.value, place.value) : file;
  }

  /** Our Authorization goes to WeChat Pay's two hosts and nowhere else, whoever asks for it. */
  private placeIn(answer: AuthenticBytes): Outcome<BillPlace> {
    const said: Readonly<Record<string, unknown>> = objectOf(answer) ?? {};
    const { hash_type, hash_value, download_url } = said;
    if (hash_type !== 'SHA1' || typeof hash_value !== 'string' || !SHA_1.test(hash_value))
      return unknown('answer without a SHA-1');
    if (typeof download_url !== 'string' || !URL.canParse(download_url))
      return unknown('answer without a download_url');

    const url = new URL(download_url);
    const { WECHAT_PAY_URL: main, WECHAT_PAY_STANDBY_URL: standby = main } = this.config;
    const known = [main, standby].some((host) => new URL(host).origin === url.origin);
    return known ? ok({ url, sha1: hash_value.toLowerCase() }) : unknown('download_url of another host');
  }
}

async function billOf(file: Buffer, { sha1 }: BillPlace): Promise<Outcome<TradeBill>> {
  const text = await unpackedBill(file);
  if (text.kind !== 'ok') return text;
  const hash = createHash('sha1').update(text.value).digest('hex');
  return hash === sha1 ? readOf(() => billIn(text.value)) : unknown('the bill is not the one of its SHA-1');
}
