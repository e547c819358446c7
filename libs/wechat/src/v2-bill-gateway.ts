import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { billIn, NO_TRADE, type TradeBill } from './bill';
import { unpackedBill } from './bill-file';
import type { BillGateway } from './bill-gateway';
import { readOf } from './facts';
import { ok, type Outcome } from './outcome';
import type { Merchant } from './pay-gateway';
import { NO_BILL } from './v2-answer';
import { V2Client } from './v2-client';

/** Bills over the XML interface, whose host alone vouches for them: nobody signs the file. */
@Injectable()
export class V2BillGateway implements BillGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V2Client,
  ) {}

  async tradeBill(merchant: Merchant, date: string): Promise<Outcome<TradeBill>> {
    const url = new URL('/pay/downloadbill', this.config.WECHAT_PAY_URL);
    const fields = { bill_date: date.replaceAll('-', ''), bill_type: 'ALL', tar_type: 'GZIP' };
    const file = await this.client.download({ url, merchant, fields });
    if (file.kind === 'rejected' && file.code === NO_BILL) return ok(NO_TRADE);
    if (file.kind !== 'ok') return file;

    const text = await unpackedBill(file.value);
    return text.kind === 'ok' ? readOf(() => billIn(text.value)) : text;
  }
}
