import { cursorOf } from '@app/common';
import type { Shop } from '../../given/shop';
import { PRODUCTS } from './orders';

export function day(back: number): string {
  return new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
}

/** What is looked for among orders, by what the shop holds. */
export async function searchesOf(shop: Shop, orders: number): Promise<Record<string, string>> {
  const { body } = await (await shop.admin()).get(`/admin/order?to=${day(200)}&size=1`);
  const [middle] = body.data;
  return {
    'the newest': '/admin/order',
    'the page after half of all': `/admin/order?cursor=${body.next}`,
    'a common status': '/admin/order?status=6',
    'a rare status': '/admin/order?status=4',
    'several statuses': '/admin/order?status=2,3',
    'a day of long ago': `/admin/order?from=${day(300)}&to=${day(300)}`,
    'a whole number': `/admin/order?number=${middle.order_no}`,
    'the beginning of a number, an hour': `/admin/order?number=${middle.order_no.slice(0, 6)}`,
    'the beginning of a number, a year': `/admin/order?number=${middle.order_no.slice(0, 3)}`,
    'a phone': `/admin/order?phone=${middle.mobile}`,
    'a product of every second order': '/admin/order?product_id=1',
    'a product of one order in a thousand': '/admin/order?product_id=100',
    'a product of five old orders': `/admin/order?product_id=${PRODUCTS + 1}`,
    'a product and a rare status': '/admin/order?product_id=1&status=5',
    'a rare product and a common status': `/admin/order?product_id=${PRODUCTS + 1}&status=6`,
    'a product that sold well long ago': `/admin/order?product_id=${PRODUCTS + 2}`,
    'a product of every second order on a day': `/admin/order?product_id=1&from=${day(300)}&to=${day(300)}`,
    'a product and a day': `/admin/order?product_id=100&from=${day(300)}&to=${day(290)}`,
    'one order whole': `/admin/order/${Math.floor(orders / 2)}`,
    'its timeline': `/admin/order/${Math.floor(orders / 2)}/timeline`,
    'the CMS’s first page': '/order/paginate?page=1&size=20',
    'the CMS’s rare status': '/order/paginate?status=5&page=1&size=20',
    'the CMS’s page in the middle': `/order/paginate?page=${Math.ceil(orders * 0.00195)}&size=20`,
    // By its number, as its contract has it: each page costs those before it. Farther on people go by cursor.
    'the CMS’s hundredth page of a common status': `/order/paginate?status=6&page=${Math.min(100, Math.ceil(orders * 0.02))}&size=20`,
  };
}

/** Every other list: its first page, a page in its middle, and what there is much and little of. */
export async function listsOf(shop: Shop): Promise<Record<string, string>> {
  const [middle] = (await shop.db.query<Middle>(MIDDLE)).rows;
  const { payment, refund, sale, notice, alert, act, case_file, move, job, order, micros } = middle!;
  const ship = '/api/v1/admin/order/:id/ship';
  return {
    money: '/admin/transaction',
    'money, the middle': `/admin/transaction?before=${payment}`,
    'money, much': '/admin/transaction?disposition=fulfilled',
    'money, much, the middle': `/admin/transaction?disposition=fulfilled&before=${payment}`,
    'money, little': '/admin/transaction?disposition=disputed',
    'money, little, the middle': `/admin/transaction?disposition=to_refund&before=${payment}`,
    refunds: '/admin/refund',
    'refunds, the middle': `/admin/refund?before=${refund}`,
    'refunds, much': '/admin/refund?state=success',
    'refunds, little': '/admin/refund?state=abnormal',
    'refunds, little, the middle': `/admin/refund?state=closed&before=${refund}`,
    'after-sales': '/admin/after-sale',
    'after-sales, the middle': `/admin/after-sale?before=${sale}`,
    'after-sales, much': '/admin/after-sale?state=done',
    'after-sales, little': '/admin/after-sale?state=asked',
    'after-sales of an order': `/admin/after-sale?order_id=${order}`,
    'shipments that wait': '/admin/shipping',
    'shipments, much': '/admin/shipping?state=done',
    'shipments, much, the middle': `/admin/shipping?state=done&cursor=${cursorOf({ micros, id: order })}`,
    'shipments, little': '/admin/shipping?state=person',
    'shipments, not left': '/admin/shipping?state=unshipped',
    'shipments, not left, the middle': `/admin/shipping?state=unshipped&cursor=${cursorOf({ micros, id: order })}`,
    notices: '/admin/notice',
    'notices, the middle': `/admin/notice?before=${notice}`,
    'notices, much': '/admin/notice?outcome=fulfilled',
    'notices, little': '/admin/notice?outcome=conflict',
    'notices of a gateway that is not used any more': '/admin/notice?gateway=v2',
    'notices of a kind that is not seen any more': '/admin/notice?kind=failed',
    'notices that there are none of': '/admin/notice?gateway=v3&kind=failed',
    alerts: '/admin/alert',
    'alerts, the middle': `/admin/alert?before=${alert}`,
    acts: '/admin/act',
    'acts, the middle': `/admin/act?before=${act}`,
    'acts of one admin': '/admin/act?admin_id=3',
    'acts of one who is gone': '/admin/act?admin_id=5',
    'acts, much': `/admin/act?route=${ship}`,
    'acts, little': '/admin/act?route=/api/v1/admin/freight',
    'acts of one admin, none': '/admin/act?admin_id=3&route=/api/v1/admin/freight',
    'acts of a week of long ago': `/admin/act?from=${day(300)}%2000:00:00&to=${day(293)}%2000:00:00`,
    cases: '/admin/case',
    'cases, the middle': `/admin/case?before=${case_file}`,
    'cases, much': '/admin/case?state=healed',
    'cases, little': '/admin/case?state=open&kind=refund_abnormal',
    'cases of a kind of long ago': '/admin/case?kind=bill_overdue',
    bills: '/admin/bill?size=100',
    'bills, the last page': '/admin/bill?page=4&size=100',
    'moves of the best sold sku': '/admin/sku/1/ledger',
    'moves of the best sold sku, the middle': `/admin/sku/1/ledger?before=${move}`,
    'moves of a sku': '/admin/sku/100/ledger',
    'moves of a sku that sold well long ago': `/admin/sku/${PRODUCTS + 2}/ledger`,
    'failed jobs': '/admin/job/failed',
    'failed jobs, the last page': `/admin/job/failed?before=${job}`,
    products: '/admin/product',
    'products, the last page': `/admin/product?page=67`,
    'products by name': '/admin/product?name=99',
    stock: '/admin/stock.csv',
    'a day': `/admin/summary?date=${day(1)}`,
    'a day of long ago, drawn': `/admin/summary.svg?date=${day(300)}`,
    'what is to ship of a day': `/admin/order.csv?from=${day(100)}&to=${day(100)}`,
  };
}

/** Where the middle of each list is. */
const MIDDLE = `
  SELECT (SELECT (max(id) / 2)::int4 FROM money_transaction) AS payment, (SELECT (max(id) / 2)::int4 FROM refund) AS refund,
         (SELECT (max(id) / 2)::int4 FROM after_sale) AS sale, (SELECT (max(id) / 2)::int4 FROM notice) AS notice,
         (SELECT (max(id) / 2)::int4 FROM alert) AS alert, (SELECT (max(id) / 2)::int4 FROM admin_act) AS act,
         (SELECT (max(id) / 2)::int4 FROM case_file) AS case_file, (SELECT (max(id) / 2)::int4 FROM stock_ledger) AS move,
         (SELECT min(id)::int4 + 1 FROM graphile_worker._private_jobs) AS job, o.id AS order,
         (extract(epoch FROM o.paid_at + interval '48 hours') * 1000000)::float8 AS micros
    FROM customer_order o WHERE paid_at IS NOT NULL AND id >= (SELECT max(id) / 2 FROM customer_order)
   ORDER BY id LIMIT 1`;

interface Middle {
  payment: number;
  refund: number;
  sale: number;
  notice: number;
  alert: number;
  act: number;
  case_file: number;
  move: number;
  job: number;
  order: number;
  micros: number;
}
