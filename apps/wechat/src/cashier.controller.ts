import { AppConfig, isLoopback } from '@app/common';
import { Controller, Get, Header, Headers, Param } from '@nestjs/common';
import { toString as qrCode } from 'qrcode';
import { Bookkeeper } from './bookkeeper';
import { cashierPage } from './cashier.page';
import { cashierOf } from './payer';

/** Nothing from elsewhere: the page carries its own style, script and picture. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'";

/** Where a person pays, in place of the phone. */
@Controller('cashier')
export class CashierController {
  constructor(
    private readonly config: AppConfig,
    private readonly bookkeeper: Bookkeeper,
  ) {}

  @Get(':prepayId')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  @Header('cache-control', 'no-store')
  async show(@Param('prepayId') prepayId: string, @Headers('host') host: string): Promise<string> {
    const { state, order } = cashierOf(this.bookkeeper.desk, prepayId);
    const address = this.addressOf(host, prepayId);
    const qrSvg = address && (await qrCode(address, { type: 'svg', margin: 0 }));
    return cashierPage({ shopName: this.config.SHOP_NAME, prepayId, state, order, qrSvg });
  }

  /** Of this page for another device; none where no other device can reach it. */
  private addressOf(host: string, prepayId: string): string | undefined {
    const cashier = new URL(
      isLoopback(hostnameOf(host)) ? this.config.cashierUrl! : `http://${host}/cashier`,
    );
    return isLoopback(cashier.hostname) ? undefined : `${cashier.href}/${encodeURIComponent(prepayId)}`;
  }

  /** Asked by the open page, which shows a payment made elsewhere. */
  @Get(':prepayId/state')
  @Header('cache-control', 'no-store')
  state(@Param('prepayId') prepayId: string) {
    return { state: cashierOf(this.bookkeeper.desk, prepayId).state };
  }
}

/** The door lets in no Host but addresses and localhost. */
function hostnameOf(host: string): string {
  return new URL(`http://${host}`).hostname;
}
