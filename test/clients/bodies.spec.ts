import { beijingTime, Clock } from '@app/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SECRET } from '../given/admins';
import type { Answer, Client } from '../given/client';
import { MiniProgramHost } from '../given/mini-program-host';
import { openSeededShop } from '../given/seeded';
import { ADDRESS, nonce, type Shop } from '../given/shop';
import { refused as refusedRefund } from '../payment/owed';
import { CATALOG_ROWS } from './bodies-catalog';
import { routesOf } from './routes';
import { differences, flag, id, picture, text, time, whole, yuan, type Shape } from './shape';

const image = { url: picture };
const done = { code: whole, msg: /^ok$/, errorCode: whole };
const card = { id, name: text, price: yuan, stock: whole, main_img_url: picture, img_id: id };
const summed = { ...card, summary: text };
const product = {
  ...summed,
  imgs: [{ id, order: whole, img_url: image }] as [Shape],
  properties: [{ name: text, detail: text }] as [Shape],
};
const sku = { id, spec: text, price: yuan, stock: whole };
const theme = { id, name: text, description: text, topic_img: image, head_img: image };
const category = {
  id,
  name: text,
  description: text,
  topic_img_id: id,
  img: image,
  // The design's, beside the contract's `img`.
  topic_img: image,
};
const address = {
  name: text,
  mobile: text,
  province: text,
  city: text,
  country: text,
  county: text,
  detail: text,
};
const line = {
  id,
  haveStock: flag,
  counts: whole,
  price: yuan,
  name: text,
  totalPrice: yuan,
  main_img_url: picture,
};
/** The design's, on a product with sizes. */
const sizedLine = { ...line, sku_id: id, spec: text };
const placed = { pass: flag, order_id: id, order_no: /^[0-9A-Z]{20}$/, create_time: time };
const refused = {
  pass: flag,
  order_id: whole,
  orderPrice: yuan,
  totalCount: whole,
  pStatusArray: [line] as [Shape],
};
const quoted = {
  pass: flag,
  orderPrice: yuan,
  freight: yuan,
  totalPrice: yuan,
  totalCount: whole,
  pStatusArray: [line] as [Shape],
};
const freight = {
  base: yuan,
  free_from: yuan,
  provinces: [{ province: text, surcharge: yuan, served: flag }] as [Shape],
};
const orderRow = {
  id,
  order_no: /^[0-9A-Z]{20}$/,
  snap_img: picture,
  snap_name: text,
  total_count: whole,
  status: whole,
  total_price: yuan,
  create_time: time,
};
const order = { ...orderRow, snap_items: [line] as [Shape], snap_address: address };
const deskRow = {
  ...orderRow,
  shopper_id: id,
  freight: yuan,
  name: text,
  mobile: /^1\d{10}$/,
  province: text,
  pay_time: time,
  refunded: yuan,
  after_sale: 'null',
} as const;
const sizedOrder = { ...orderRow, snap_items: [sizedLine] as [Shape], snap_address: address, remark: text };
const page = (row: Shape) => ({ current_page: whole, data: [row] as [Shape] });
const payment = {
  timeStamp: /^\d{10}$/,
  nonceStr: /^\w{16,32}$/,
  package: /^prepay_id=\w+$/,
  signType: /^RSA$/,
  paySign: /^[0-9A-Za-z+/]{342}==$/,
  // The design's, in the sandbox.
  cashier_url: /^http:\/\/127\.0\.0\.1:\d+\/cashier\/\w+$/,
};
const event = { from: whole, to: whole, actor: text, reason: text, words: text, time };
const transaction = {
  id,
  transaction_id: /^\d{28}$/,
  order_id: id,
  amount: yuan,
  currency: /^CNY$/,
  disposition: text,
  source: text,
  paid_time: time,
};

const requestedRefund = { ...done, refund_id: id };
const refund = {
  id,
  out_refund_no: /^[0-9A-Z]{20}R\d+$/,
  order_id: id,
  transaction_id: /^\d{28}$/,
  amount: yuan,
  reason: text,
  restock: flag,
  freight: flag,
  actor: text,
  state: text,
  refusal: 'null',
  outside: 'null',
  request_time: time,
  success_time: 'null',
} as const;
const carrier = { code: /^[A-Z]\w*$/, name: text };
const parcel = { carrier: text, carrier_name: text, tracking_no: text, ship_time: time };
const shipment = {
  order_id: id,
  order_no: /^[0-9A-Z]{20}$/,
  state: text,
  deadline: time,
  overdue: flag,
  logistics: text,
  complete: flag,
  reshipped: flag,
  tries: whole,
  code: text,
  upload_time: time,
  parcels: [{ carrier: text, tracking_no: text }] as [Shape],
};

const fileLine = {
  sku_id: id,
  product_id: id,
  name: text,
  spec: /^$/,
  main_img_url: picture,
  price: yuan,
  counts: whole,
  freight: yuan,
  discount: yuan,
  returned: whole,
  refunded: whole,
};

/** One that nobody has decided upon. */
const afterSale = {
  id,
  order_id: id,
  kind: /^refund_only$/,
  state: /^asked$/,
  reason: text,
  refusal: 'null',
  carrier: 'null',
  tracking_no: 'null',
  refund_id: 'null',
  amount: 'null',
  lines: [{ sku_id: id, count: whole, name: text, spec: /^$/, price: yuan }] as [Shape],
  ask_time: time,
  end_time: 'null',
} as const;

const openCase = {
  id,
  kind: text,
  subject: text,
  facts: { date: text, payments: whole },
  state: text,
  advice: { zh: text, en: text },
  open_time: time,
  heal_time: 'null',
  acknowledged_by: 'null',
  acknowledge_time: 'null',
  note: 'null',
} as const;
const alert = { id, key: text, kind: text, text, raise_time: time, deliver_time: 'null' } as const;
const bill = {
  date: /^\d{4}-\d\d-\d\d$/,
  mch_id: text,
  gateway: /^v3$/,
  state: text,
  lines: whole,
  paid: yuan,
  refunded: yuan,
  tries: whole,
  trouble: 'null',
  fetch_time: time,
  open_cases: whole,
} as const;

const me = { id, account: text, role: /^owner$/ };
const act = {
  id,
  admin_id: id,
  account: text,
  method: /^[A-Z]+$/,
  route: /^\/api\/v1\//,
  targets: { id: /^\d+$/ },
  status: whole,
  request_id: /^[0-9A-F]{16}$/,
  time,
};
const notice = {
  id,
  gateway: /^v3$/,
  kind: /^paid$/,
  event_key: /^\d{28}$/,
  outcome: /^fulfilled$/,
  attempts: whole,
  receive_time: time,
  last_time: time,
};
const list = (row: Shape) => ({ data: [row] as [Shape], next: id });
const lastPage = (row: Shape) => ({ data: [row] as [Shape], next: 'null' as const });
const failedJob = { id, name: text, payload: { n: id }, tries: whole, error: text, fail_time: time };
const summary = {
  date: /^\d{4}-\d\d-\d\d$/,
  placed: whole,
  paid_orders: whole,
  paid: yuan,
  refunded: yuan,
  shipped: whole,
  received: whole,
  closed: whole,
  new_shoppers: whole,
  top_products: [{ product_id: id, name: text, count: whole, amount: yuan }] as [Shape],
  hours: [{ hour: whole, paid: yuan }] as [Shape],
};

/** Of an order that was paid, and shipped by a parcel, and is asked about. */
const orderFile: Shape = {
  ...orderRow,
  shopper_id: id,
  policy: text,
  goods: yuan,
  freight: yuan,
  discount: yuan,
  remark: 'null',
  expire_time: time,
  pay_time: time,
  close_reason: 'null',
  replaced_by: 'null',
  lines: [fileLine],
  address,
  payments: [transaction],
  refunds: [refund],
  parcels: [parcel],
  after_sales: [afterSale],
  timeline: [event],
};

interface Given {
  shop: Shop;
  ann: Client;
  admin: Client;
  /** Of one size, of several, and one that cannot be had. */
  plain: number;
  sized: { id: number; skuId: number };
  scarce: number;
  scarceSize: { id: number; skuId: number };
  /** Paid, of one size, twice; unpaid, of several, with a remark. */
  paid: number;
  toShip: number;
  unpaid: number;
  /** A request of ann's about an order of her own that was shipped. */
  asked: (kind?: string) => Promise<{ orderId: number; sale: number }>;
}

const SECRET = 'correct-horse-battery';
const PARCEL = { parcels: [{ carrier: 'ZTO', tracking_no: '73100001' }] };

type Row = [
  route: string,
  what: string,
  status: number,
  shape: Shape,
  ask: (given: Given) => Promise<Answer>,
];

const ROWS: Row[] = [
  [
    'POST /api/v1/token/user',
    'token',
    200,
    { token: /^[0-9a-f]{64}$/ },
    ({ shop }) => shop.visitor.post('/token/user', { code: `user:bob:${nonce()}` }),
  ],
  [
    'POST /api/v1/token/app',
    'token',
    200,
    { token: /^[0-9a-f]{64}$/ },
    ({ shop }) => shop.visitor.post('/token/app', { ac: 'admin', se: 'open sesame' }),
  ],
  [
    'POST /api/v1/token/verify',
    'verdict on none',
    200,
    { isValid: flag },
    ({ shop }) => shop.visitor.post('/token/verify', { token: 'x' }),
  ],
  [
    'POST /api/v1/user/phone',
    'phone',
    200,
    { phone: /^138\*{4}8000$/ },
    ({ ann }) => ann.post('/user/phone', { code: `phone:13800138000:${nonce()}` }),
  ],
  [
    'GET /api/v1/banner/:id',
    'banner',
    200,
    { id, name: text, description: text, items: [{ key_word: /^\d+$/, type: whole, img: image }] },
    ({ shop }) => shop.visitor.get('/banner/1'),
  ],
  ['GET /api/v1/theme', 'themes', 200, [theme], ({ shop }) => shop.visitor.get('/theme?ids=1,2,3')],
  [
    'GET /api/v1/theme/:id',
    'theme',
    200,
    { ...theme, products: [summed] },
    ({ shop }) => shop.visitor.get('/theme/1'),
  ],
  ['GET /api/v1/product/recent', 'cards', 200, [card], ({ shop }) => shop.visitor.get('/product/recent')],
  [
    'GET /api/v1/product/by_category',
    'cards',
    200,
    [card],
    ({ shop }) => shop.visitor.get('/product/by_category?id=1'),
  ],
  [
    'GET /api/v1/product/:id',
    'product of one size',
    200,
    product,
    ({ shop, plain }) => shop.visitor.get(`/product/${plain}`),
  ],
  [
    'GET /api/v1/product/:id',
    'product of several',
    200,
    { ...product, skus: [sku] },
    ({ shop, sized }) => shop.visitor.get(`/product/${sized.id}`),
  ],
  [
    'GET /api/v1/category/all',
    'categories',
    200,
    [category],
    ({ shop }) => shop.visitor.get('/category/all'),
  ],
  ['POST /api/v1/address', 'success', 201, done, ({ ann }) => ann.post('/address', ADDRESS)],
  [
    'GET /api/v1/address',
    'address',
    200,
    { ...address, update_time: time },
    ({ ann }) => ann.get('/address'),
  ],
  [
    'POST /api/v1/order',
    'order placed',
    200,
    placed,
    ({ ann, plain }) => ann.post('/order', { products: [{ product_id: plain, count: 1 }] }),
  ],
  [
    'POST /api/v1/order/quote',
    'quote',
    200,
    quoted,
    ({ ann, plain }) => ann.post('/order/quote', { products: [{ product_id: plain, count: 1 }] }),
  ],
  [
    'PUT /api/v1/admin/freight',
    'freight',
    200,
    freight,
    ({ admin }) =>
      admin.put('/admin/freight', { base: '0', free_from: '99', provinces: [{ province: '新疆' }] }),
  ],
  [
    'GET /api/v1/admin/order',
    'orders found',
    200,
    { data: [deskRow], next: text },
    ({ admin }) => admin.get('/admin/order?status=2&size=1'),
  ],
  [
    'GET /api/v1/admin/order/:id',
    'order whole',
    200,
    orderFile,
    async ({ ann, admin, plain, shop }) => {
      const { body: mine } = await ann.post('/order', { products: [{ product_id: plain, count: 1 }] });
      await shop.pay((await ann.post('/pay/pre_order', { id: mine.order_id })).body);
      await admin.post(`/admin/order/${mine.order_id}/ship`, PARCEL);
      await ann.post(`/order/${mine.order_id}/after-sale`, { kind: 'refund_only', reason: '破损' });
      await admin.post(`/admin/order/${mine.order_id}/refund`, { amount: '0.01' });
      const { body, ...answer } = await admin.get(`/admin/order/${mine.order_id}`);
      // Nothing was before the first event; the others come from somewhere.
      return { ...answer, body: { ...body, timeline: body.timeline.slice(1) } };
    },
  ],
  [
    'GET /api/v1/admin/summary',
    'day',
    200,
    summary,
    ({ admin, shop }) =>
      admin.get(`/admin/summary?date=${beijingTime(shop.mall.get(Clock).now()).slice(0, 10)}`),
  ],
  [
    'POST /api/v1/admin/shipping/csv',
    'file tried',
    200,
    {
      dry_run: flag,
      shipped: whole,
      unchanged: whole,
      skipped: whole,
      error_count: whole,
      errors: [{ line: whole, reason: text }],
    },
    ({ admin }) =>
      admin.send('POST', '/admin/shipping/csv?dry_run=true', {
        headers: { 'content-type': 'text/csv' },
        body: '订单号,快递公司,快递单号\nX,ZTO,1\n',
      }),
  ],
  [
    'POST /api/v1/admin/order/:id/refund/preview',
    'refund shown',
    200,
    { amount: yuan, lines: [{ sku_id: id, count: whole }], freight: flag, restock: flag },
    ({ admin, toShip }) => admin.post(`/admin/order/${toShip}/refund/preview`, {}),
  ],
  [
    'POST /api/v1/admin/order/:id/replace',
    'order replaced',
    201,
    { ...done, order_id: id },
    async ({ ann, admin, sized }) => {
      const products = [{ product_id: sized.id, sku_id: sized.skuId, count: 1 }];
      const { body: mine } = await ann.post('/order', { products });
      const lines = [{ sku_id: sized.skuId, price: '1.00' }];
      return admin.post(`/admin/order/${mine.order_id}/replace`, { lines });
    },
  ],
  ['GET /api/v1/admin/freight', 'freight', 200, freight, ({ admin }) => admin.get('/admin/freight')],
  [
    'POST /api/v1/order',
    'order refused',
    200,
    refused,
    ({ ann, scarce }) => ann.post('/order', { products: [{ product_id: scarce, count: 2 }] }),
  ],
  [
    'POST /api/v1/order',
    'order of several sizes refused',
    200,
    { ...refused, pStatusArray: [sizedLine] },
    ({ ann, scarceSize }) =>
      ann.post('/order', { products: [{ product_id: scarceSize.id, sku_id: scarceSize.skuId, count: 2 }] }),
  ],
  ['GET /api/v1/order/:id', 'order', 200, order, ({ ann, paid }) => ann.get(`/order/${paid}`)],
  [
    'GET /api/v1/order/:id',
    'order of several sizes',
    200,
    sizedOrder,
    ({ ann, unpaid }) => ann.get(`/order/${unpaid}`),
  ],
  ['GET /api/v1/order/by_user', 'page', 200, page(orderRow), ({ ann }) => ann.get('/order/by_user?page=1')],
  [
    'GET /api/v1/order/paginate',
    'page',
    200,
    page(orderRow),
    ({ admin }) => admin.get('/order/paginate?page=1&size=20'),
  ],
  [
    'PUT /api/v1/order/delivery',
    'success',
    200,
    done,
    ({ admin, paid }) => admin.put('/order/delivery', { id: paid }),
  ],
  [
    'POST /api/v1/pay/pre_order',
    'payment parameters',
    200,
    payment,
    ({ ann, unpaid }) => ann.post('/pay/pre_order', { id: unpaid }),
  ],
  [
    'POST /api/v1/pay/confirm',
    'status',
    200,
    { status: whole },
    ({ ann, paid }) => ann.post('/pay/confirm', { id: paid }),
  ],
  [
    'POST /api/v1/order/:id/cancel',
    'success',
    201,
    done,
    ({ ann, unpaid }) => ann.post(`/order/${unpaid}/cancel`),
  ],
  [
    'GET /api/v1/admin/order/:id/timeline',
    'events',
    200,
    [event],
    async ({ admin, paid }) => {
      const { body, ...answer } = await admin.get(`/admin/order/${paid}/timeline`);
      // Nothing was before the first event; the others come from somewhere.
      expect(body[0].from).toBeNull();
      return { ...answer, body: body.slice(1) };
    },
  ],
  [
    'GET /api/v1/admin/transaction',
    'page',
    200,
    lastPage(transaction),
    ({ admin }) => admin.get('/admin/transaction'),
  ],
  [
    'POST /api/v1/admin/order/:id/refund',
    'refund requested',
    201,
    requestedRefund,
    ({ admin, paid }) => admin.post(`/admin/order/${paid}/refund`, { amount: '0.01' }),
  ],
  ['GET /api/v1/admin/refund', 'page', 200, lastPage(refund), ({ admin }) => admin.get('/admin/refund')],
  [
    'POST /api/v1/admin/refund/:id/retry',
    'success',
    201,
    done,
    async ({ admin }) => {
      const { body } = await admin.get('/admin/refund');
      return admin.post(`/admin/refund/${body.data[0].id}/retry`);
    },
  ],
  [
    'POST /api/v1/admin/refund/:id/give_up',
    'success',
    201,
    done,
    async ({ shop, admin }) =>
      admin.post(`/admin/refund/${(await refusedRefund(shop, admin)).refundId}/give_up`),
  ],
  [
    'POST /api/v1/admin/refund/:id/returned_outside',
    'success',
    201,
    done,
    async ({ shop, admin }) => {
      const { refundId } = await refusedRefund(shop, admin);
      return admin.post(`/admin/refund/${refundId}/returned_outside`, { note: '银行转账退回' });
    },
  ],
  [
    'POST /api/v1/admin/transaction/:id/refund',
    'refund requested',
    201,
    requestedRefund,
    async ({ shop, admin }) => admin.post(`/admin/transaction/${await disputed(shop, admin)}/refund`),
  ],
  [
    'GET /api/v1/admin/case',
    'page',
    200,
    lastPage(openCase),
    ({ admin }) => admin.get('/admin/case?kind=bill_none'),
  ],
  [
    'POST /api/v1/admin/case/:id/acknowledge',
    'success',
    201,
    done,
    async ({ admin }) => {
      const { body } = await admin.get('/admin/case?kind=bill_none');
      return admin.post(`/admin/case/${body.data[0].id}/acknowledge`, { note: '已核对' });
    },
  ],
  [
    'GET /api/v1/admin/case',
    'page, acknowledged',
    200,
    lastPage({ ...openCase, acknowledged_by: /^admin:\d+$/, acknowledge_time: time, note: text }),
    ({ admin }) => admin.get('/admin/case?kind=bill_none'),
  ],
  ['GET /api/v1/admin/bill', 'page', 200, page(bill), ({ admin }) => admin.get('/admin/bill')],
  [
    'POST /api/v1/admin/bill/:date/fetch',
    'success',
    201,
    done,
    ({ admin }) => admin.post('/admin/bill/2026-01-01/fetch'),
  ],
  [
    'POST /api/v1/admin/bill/:date/acknowledge',
    'success',
    201,
    { ...done, acknowledged: whole },
    ({ admin }) => admin.post('/admin/bill/2026-01-01/acknowledge', { note: '已核对' }),
  ],
  [
    'POST /api/v1/admin/order/:id/close',
    'success',
    201,
    done,
    ({ admin, unpaid }) => admin.post(`/admin/order/${unpaid}/close`),
  ],
  [
    'POST /api/v1/admin/order/:id/give_stock',
    'success',
    201,
    done,
    async ({ shop, admin }) => admin.post(`/admin/order/${await paidShort(shop)}/give_stock`),
  ],
  [
    'POST /api/v1/order/:id/after-sale',
    'request',
    201,
    { ...done, after_sale_id: id },
    ({ ann, paid }) => ann.post(`/order/${paid}/after-sale`, { kind: 'refund_only', reason: '破损' }),
  ],
  ['GET /api/v1/admin/alert', 'page', 200, list(alert), ({ admin }) => admin.get('/admin/alert?size=1')],
  [
    'GET /api/v1/order/:id/after-sale',
    'requests',
    200,
    [afterSale],
    async ({ ann, asked }) => ann.get(`/order/${(await asked()).orderId}/after-sale`),
  ],
  [
    'POST /api/v1/after-sale/:id/withdraw',
    'success',
    201,
    done,
    async ({ ann, asked }) => ann.post(`/after-sale/${(await asked()).sale}/withdraw`),
  ],
  [
    'POST /api/v1/after-sale/:id/return',
    'success',
    201,
    done,
    async ({ ann, admin, asked }) => {
      const { sale } = await asked('return_refund');
      await admin.post(`/admin/after-sale/${sale}/agree`);
      return ann.post(`/after-sale/${sale}/return`, { carrier: '顺丰', tracking_no: 'SF1' });
    },
  ],
  [
    'GET /api/v1/admin/after-sale',
    'page',
    200,
    lastPage(afterSale),
    async ({ admin, asked }) => admin.get(`/admin/after-sale?order_id=${(await asked()).orderId}`),
  ],
  [
    'POST /api/v1/admin/after-sale/:id/agree',
    'success',
    201,
    done,
    async ({ admin, asked }) => admin.post(`/admin/after-sale/${(await asked()).sale}/agree`),
  ],
  [
    'POST /api/v1/admin/after-sale/:id/refuse',
    'success',
    201,
    done,
    async ({ admin, asked }) =>
      admin.post(`/admin/after-sale/${(await asked()).sale}/refuse`, { reason: '已使用' }),
  ],
  [
    'POST /api/v1/admin/after-sale/:id/received',
    'success',
    201,
    done,
    async ({ admin, asked }) => {
      const { sale } = await asked('return_refund');
      await admin.post(`/admin/after-sale/${sale}/agree`);
      return admin.post(`/admin/after-sale/${sale}/received`, { restock: false });
    },
  ],
  [
    'POST /api/v1/admin/order/:id/ship',
    'success',
    201,
    done,
    ({ admin, toShip }) => admin.post(`/admin/order/${toShip}/ship`, PARCEL),
  ],
  [
    'GET /api/v1/order/:id/parcel',
    'parcels',
    200,
    [parcel],
    ({ ann, toShip }) => ann.get(`/order/${toShip}/parcel`),
  ],
  [
    'GET /api/v1/admin/shipping',
    'page',
    200,
    lastPage(shipment),
    async ({ shop, admin, toShip }) => {
      await refusedByWeChat(shop, toShip);
      return admin.get('/admin/shipping?state=person');
    },
  ],
  [
    'POST /api/v1/admin/order/:id/reship',
    'success',
    201,
    done,
    ({ admin, toShip }) => admin.post(`/admin/order/${toShip}/reship`, PARCEL),
  ],
  ['GET /api/v1/admin/carrier', 'carriers', 200, [carrier], ({ admin }) => admin.get('/admin/carrier')],
  [
    'POST /api/v1/order/:id/received',
    'success',
    201,
    done,
    ({ ann, toShip }) => ann.post(`/order/${toShip}/received`),
  ],
  ...CATALOG_ROWS,
  [
    'POST /api/v1/user/erase',
    'success',
    201,
    done,
    async ({ shop }) => (await shop.shopper('gone')).post('/user/erase'),
  ],
  [
    'POST /api/v1/admin/shopper/:id/erase',
    'success',
    201,
    done,
    async ({ shop, admin }) => {
      await shop.shopper('leaving');
      const { rows } = await shop.db.query<{ id: number }>('SELECT max(id) AS id FROM shopper');
      return admin.post(`/admin/shopper/${rows[0]!.id}/erase`);
    },
  ],
  ['GET /api/v1/admin/me', 'me', 200, me, ({ admin }) => admin.get('/admin/me')],
  [
    'POST /api/v1/admin/admin',
    'created',
    201,
    { ...done, admin_id: id },
    ({ admin }) => admin.post('/admin/admin', { account: 'wang', role: 'reader', secret: SECRET }),
  ],
  [
    'GET /api/v1/admin/admin',
    'admins',
    200,
    [{ ...me, locked: flag, create_time: time, disable_time: 'null' }],
    async ({ admin }) => {
      const { body, ...rest } = await admin.get('/admin/admin');
      return { ...rest, body: body.slice(0, 1) };
    },
  ],
  ...(['disable', 'enable', 'unlock'] as const).map((verb): Row => [
    `POST /api/v1/admin/admin/:id/${verb}`,
    'success',
    201,
    done,
    async ({ shop, admin }) => admin.post(`/admin/admin/${await reader(shop)}/${verb}`),
  ]),
  [
    'POST /api/v1/admin/admin/:id/role',
    'success',
    201,
    done,
    async ({ shop, admin }) => admin.post(`/admin/admin/${await reader(shop)}/role`, { role: 'reader' }),
  ],
  [
    'POST /api/v1/admin/admin/:id/secret',
    'success',
    201,
    done,
    async ({ shop, admin }) => admin.post(`/admin/admin/${await reader(shop)}/secret`, { secret: SECRET }),
  ],
  [
    'POST /api/v1/admin/me/secret',
    'success',
    201,
    done,
    async ({ shop }) => {
      const operator = await shop.admin('operator');
      return operator.post('/admin/me/secret', { old_secret: ADMIN_SECRET, secret: SECRET });
    },
  ],
  [
    'GET /api/v1/admin/act',
    'list',
    200,
    list(act),
    ({ admin }) => admin.get('/admin/act?route=/api/v1/admin/admin/:id/role&size=1'),
  ],
  [
    'GET /api/v1/admin/notice',
    'list',
    200,
    list(notice),
    ({ admin }) => admin.get('/admin/notice?kind=paid&outcome=fulfilled&size=1'),
  ],
  [
    'GET /api/v1/admin/notice/:id',
    'notice',
    200,
    {
      ...notice,
      headers: {
        'wechatpay-nonce': text,
        'wechatpay-serial': text,
        'wechatpay-signature': text,
        'wechatpay-signature-type': text,
        'wechatpay-timestamp': text,
      },
      body: text,
    },
    async ({ admin }) => admin.get(`/admin/notice/${await firstNotice(admin)}`),
  ],
  [
    'POST /api/v1/admin/notice/:id/replay',
    'outcome',
    201,
    { ...done, outcome: /^repeated$/ },
    async ({ admin }) => admin.post(`/admin/notice/${await firstNotice(admin)}/replay`),
  ],
  [
    'GET /api/v1/admin/job/failed',
    'page',
    200,
    lastPage(failedJob),
    async ({ shop, admin }) => {
      await failJob(shop);
      return admin.get('/admin/job/failed');
    },
  ],
  [
    'POST /api/v1/admin/job/failed/:id/retry',
    'success',
    201,
    done,
    async ({ shop, admin }) => admin.post(`/admin/job/failed/${await failJob(shop)}/retry`),
  ],
  [
    'DELETE /api/v1/admin/job/failed/:id',
    'success',
    200,
    done,
    async ({ shop, admin }) => admin.delete(`/admin/job/failed/${await failJob(shop)}`),
  ],
  [
    'DELETE /api/v1/token',
    'nothing',
    204,
    /^$/,
    async ({ shop }) => (await shop.shopper('gone')).delete('/token'),
  ],
  [
    'GET /health/live',
    'health',
    200,
    { status: text },
    ({ shop }) => shop.visitor.at(shop.config.PUBLIC_URL).get('/health/live'),
  ],
  [
    'GET /health/ready',
    'health',
    200,
    { status: text },
    ({ shop }) => shop.visitor.at(shop.config.PUBLIC_URL).get('/health/ready'),
  ],
];

/** Pictures, and files for a spreadsheet. */
const NO_JSON = new Set([
  'GET /images/:file',
  'GET /api/v1/admin/summary.svg',
  'GET /api/v1/admin/order.csv',
]);

describe('bodies have the fields of the contract, and of the design, and no other', () => {
  let host: MiniProgramHost;
  let given: Given;
  beforeAll(async () => {
    host = await MiniProgramHost.open();
    const shop = await openSeededShop({ WECHAT_API_URL: host.url });
    host.behind(shop.config);
    given = await arrange(shop);
  });
  afterAll(async () => {
    await given.shop.stop();
    await host.close();
  });

  it('of every route', () => {
    const routes = routesOf(given.shop.mall).filter(({ name, isNotice }) => !NO_JSON.has(name) && !isNotice);

    const shown = new Set(ROWS.map(([route]) => route));
    expect([...shown].toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  });

  it.each(ROWS)('%s: %s', async (_route, _what, status, shape, ask) => {
    const answer = await ask(given);

    expect(answer.status).toBe(status);
    expect(differences(answer.body, shape)).toEqual([]);
  });

  it('tell the time as it is in Shanghai', async () => {
    const { ann, shop, plain } = given;
    const now = () => beijingTime(shop.mall.get(Clock).now());

    const before = now();
    const { body } = await ann.post('/order', { products: [{ product_id: plain, count: 1 }] });
    const after = now();

    expect([before, body.create_time, after].toSorted()).toEqual([before, body.create_time, after]);
    expect((await ann.get(`/order/${body.order_id}`)).body.create_time).toBe(body.create_time);
  });

  it('are JSON in UTF-8, kept by nobody', async () => {
    const { headers } = await given.shop.visitor.get('/category/all');

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
});

async function arrange(shop: Shop): Promise<Given> {
  const [ann, admin] = [await shop.shopper('ann'), await shop.admin()];
  const { rows } = await shop.db.query<{ id: number; skuIds: number[] }>(
    `SELECT product_id AS id, array_agg(sku.id ORDER BY sku.position) AS "skuIds"
       FROM sku WHERE product_id IN (SELECT product_id FROM product_property) GROUP BY product_id ORDER BY product_id`,
  );
  const plain = rows.find(({ skuIds }) => skuIds.length === 1)!.id;
  const { id: sizedId, skuIds } = rows.find((row) => row.skuIds.length > 1)!;
  const sized = { id: sizedId, skuId: skuIds[0]! };
  const scarce = (await shop.product({ stock: 1 })).id;
  const few = await shop.product({ stock: 1, sizes: ['大', '小'] });
  const scarceSize = { id: few.id, skuId: few.skuIds[1]! };

  const place = async (body: object): Promise<number> => (await ann.post('/order', body)).body.order_id;
  const unpaid = await place({
    products: [{ product_id: sized.id, sku_id: sized.skuId, count: 1 }],
    remark: '请放门口',
  });
  const pay = async (orderId: number) => shop.pay((await ann.post('/pay/pre_order', { id: orderId })).body);
  const paid = await place({ products: [{ product_id: plain, count: 2 }] });
  const toShip = await place({ products: [{ product_id: plain, count: 1 }] });
  for (const orderId of [paid, toShip]) await pay(orderId);
  const asked = async (kind = 'refund_only') => {
    const orderId = await place({ products: [{ product_id: plain, count: 1 }] });
    await pay(orderId);
    await admin.put('/order/delivery', { id: orderId });
    const { body } = await ann.post(`/order/${orderId}/after-sale`, { kind, reason: '破损' });
    return { orderId, sale: body.after_sale_id };
  };
  await reconciledBefore(shop);
  return { shop, ann, admin, plain, sized, scarce, scarceSize, paid, toShip, unpaid, asked };
}

async function reader(shop: Shop): Promise<number> {
  const { rows } = await shop.db.query<{ id: number }>(`SELECT id FROM admin WHERE account = 'wang'`);
  return rows[0]!.id;
}

async function firstNotice(admin: Client): Promise<number> {
  return (await admin.get('/admin/notice?kind=paid&outcome=fulfilled&size=1')).body.data[0].id;
}

/** A job that was tried in vain for the last time; answers its id. */
async function failJob(shop: Shop): Promise<number> {
  const { rows } = await shop.db.query<{ id: string }>(
    `WITH asked AS (SELECT id FROM graphile_worker.add_job('mend', '{"n": 1}', max_attempts => 1))
     SELECT f.id FROM asked, graphile_worker.permanently_fail_jobs(ARRAY[asked.id], 'the robot is asleep') f`,
  );
  return Number(rows[0]!.id);
}

async function refusedByWeChat(shop: Shop, orderId: number): Promise<void> {
  await shop.db.query(
    `UPDATE shipping_upload SET state = 'person', next_try_at = NULL, upload_time = now(), code = '10060014'
      WHERE order_id = $1`,
    [orderId],
  );
}

/** A day of a merchant of former times, on which WeChat knew of no trade. */
async function reconciledBefore(shop: Shop): Promise<void> {
  await shop.db.query(
    `WITH bill AS (
       INSERT INTO bill (date, mch_id, appid, gateway, sign_type, state, wanted_at, fetched_at)
       VALUES ('2026-01-01', '1900000000', 'wx0000000000000000', 'v3', 'RSA', 'none', now(), now()) RETURNING id)
     INSERT INTO case_file (kind, subject, bill_id, facts, state, opened_at)
     SELECT 'bill_none', '1900000000 2026-01-01', id, '{"date": "2026-01-01", "payments": 1}', 'open', now() FROM bill`,
  );
}

/** A payment of a fen; answers its id. */
async function disputed(shop: Shop, admin: Client): Promise<number> {
  const pear = await shop.product({ stock: 1 });
  const eve = await shop.shopper('eve');
  const { body: mine } = await eve.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
  const { body: prepay } = await eve.post('/pay/pre_order', { id: mine.order_id });
  await shop.pay(prepay, { total_fee: 1 });
  const { body } = await admin.get('/admin/transaction?disposition=disputed');
  return body.data[0].id;
}

/** Paid when its goods were gone; now they are there again. */
async function paidShort(shop: Shop): Promise<number> {
  await shop.reopen({ STOCK_POLICY: 'on_payment' });
  const pear = await shop.product({ stock: 2 });
  const eve = await shop.shopper('eve');
  const { body: mine } = await eve.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
  const { body: prepay } = await eve.post('/pay/pre_order', { id: mine.order_id });
  const stock = (change: string) =>
    shop.db.query(
      `UPDATE sku_stock SET stock = stock ${change}, stocked = stocked ${change} WHERE sku_id = $1`,
      [pear.skuIds[0]],
    );
  await stock('- 1');
  await shop.pay(prepay);
  await stock('+ 1');
  await shop.reopen({});
  return mine.order_id;
}
