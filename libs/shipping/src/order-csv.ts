import { beijingTime, CSV_BOM, csvLine, phoneCell, yuanOf } from '@app/common';
import type { OrderToShip } from '@app/order';
import type { Claimed } from './order-desk.service';
import { afterSaleWords, listed, partOf, stillToSend } from './packing';

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
  '已退商品',
  '已退金额',
  '售后',
  '快递公司',
  '快递单号',
];

/** A file for a spreadsheet, line by line: goods and money net of refunds, so that what was given back is not packed. */
export async function* orderCsv(rows: AsyncIterable<Claimed<OrderToShip>>): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(HEADS);
  for await (const row of rows) yield csvLine(cellsOf(row));
}

function cellsOf({ order, claim }: Claimed<OrderToShip>): (string | null)[] {
  const { orderNo, createdAt, address, lines, totalFen, remark } = order;
  return [
    orderNo,
    beijingTime(createdAt),
    address.name,
    phoneCell(address.mobile),
    address.province,
    address.city,
    address.country,
    address.detail,
    listed(stillToSend(lines, claim.refunded)),
    yuanOf(totalFen - claim.refundedFen),
    remark,
    listed(partOf(lines, claim.refunded)),
    claim.refundedFen === 0 ? '' : yuanOf(claim.refundedFen),
    claim.afterSales.map((sale) => afterSaleWords(lines, sale)).join(' / '),
    '',
    '',
  ];
}
