import { beijingTime, CSV_BOM, csvLine, phoneCell, yuanOf } from '@app/common';
import type { OrderToShip } from './order-search.service';

/** The last two are for the merchant to fill in; the file then ships the orders. */
const HEADS = [
  '订单号',
  '下单时间',
  '收件人',
  '电话',
  '省',
  '市',
  '区',
  '详细地址',
  '商品',
  '金额',
  '留言',
  '快递公司',
  '快递单号',
];

/** A file for a spreadsheet, line by line. */
export async function* orderCsv(orders: AsyncIterable<OrderToShip>): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(HEADS);
  for await (const { orderNo, createdAt, address, lines, totalFen, remark } of orders)
    yield csvLine([
      orderNo,
      beijingTime(createdAt),
      address.name,
      phoneCell(address.mobile),
      address.province,
      address.city,
      address.country,
      address.detail,
      lines.map(({ name, spec, count }) => `${name}${spec && ` ${spec}`}×${count}`).join('；'),
      yuanOf(totalFen),
      remark,
      '',
      '',
    ]);
}
