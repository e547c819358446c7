import { yuanOf } from '@app/common';
import { writeXml } from '@app/wechat';
import { front, type Front } from '../given/front';
import { freePort } from '../given/free-port';
import { Shop } from '../given/shop';

/** A line as a test writes it; what it leaves out is as it should be. */
export interface Line {
  status: 'SUCCESS' | 'REFUND' | 'REVOKED';
  appId?: string;
  transactionId: string;
  orderNo: string;
  fen?: number;
  outRefundNo?: string;
  refundFen?: number;
  /** What becomes of the line on its way. */
  spoilt?: (line: string) => string;
}

const COLUMNS =
  '交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,货币种类,微信退款单号,商户退款单号,退款状态,订单金额,申请退款金额';

/** Stands before WeChat and gives out, in place of its bill, one that a test wrote: nobody signs a bill of v2. */
export class WrittenBill {
  lines?: Line[];
  /** How often WeChat was asked about a payment. */
  queries = 0;
  shop: Shop;
  private door: Front;

  static async open(settings: Record<string, string> = {}): Promise<WrittenBill> {
    const bill = new WrittenBill();
    const port = String(await freePort());
    bill.door = await front(`http://127.0.0.1:${port}`, {
      interject: (request, answer) => {
        if (request.url === '/pay/orderquery') bill.queries += 1;
        if (!bill.lines || request.url !== '/pay/downloadbill') return false;
        request.resume();
        answer.writeHead(200, { 'content-type': 'text/plain' }).end(bill.text(bill.lines));
        return true;
      },
    });
    bill.shop = await Shop.open({
      ...settings,
      WECHAT_PAY_GATEWAY: 'v2',
      SIMULATOR_PORT: port,
      WECHAT_PAY_URL: `http://127.0.0.1:${bill.door.port}`,
    });
    return bill;
  }

  async close(): Promise<void> {
    await this.shop.stop();
    await this.door.close();
  }

  private text(lines: Line[]): string {
    if (lines.length === 0)
      return writeXml({ return_code: 'FAIL', return_msg: 'No Bill Exist', error_code: '20002' });
    const sum = (of: (line: Line) => number) => yuanOf(lines.reduce((total, line) => total + of(line), 0));
    const sums = [sum(({ fen = 0 }) => fen), sum(({ refundFen = 0 }) => refundFen)];
    return [
      COLUMNS,
      ...lines.map((line) => (line.spoilt ?? String)(row(this.cells(line)))),
      '总交易单数,订单总金额,申请退款总金额',
      row([String(lines.length), ...sums]),
    ].join('\r\n');
  }

  private cells({ status, appId, transactionId, orderNo, fen = 0, outRefundNo, refundFen = 0 }: Line) {
    const { WECHAT_APP_ID, WECHAT_PAY_MCH_ID } = this.shop.config;
    return [
      '2026-01-01 08:00:00',
      appId ?? WECHAT_APP_ID,
      WECHAT_PAY_MCH_ID,
      transactionId,
      orderNo,
      status,
      'CNY',
      outRefundNo ? `5${outRefundNo}` : '0',
      outRefundNo ?? '0',
      outRefundNo ? 'SUCCESS' : '',
      yuanOf(fen),
      yuanOf(refundFen),
    ];
  }
}

function row(cells: string[]): string {
  return cells.map((cell) => `\`${cell}`).join(',');
}
