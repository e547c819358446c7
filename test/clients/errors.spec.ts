import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { ADDRESS, nonce, Shop } from '../given/shop';

interface Given {
  shop: Shop;
  visitor: Client;
  /** With an address, and without. */
  ann: Client;
  homeless: Client;
  admin: Client;
  /** A product, and one with sizes. */
  pear: number;
  sized: number;
  unpaid: number;
  paid: number;
  cancelled: number;
}

type Words = string | RegExp;
type Row = [
  what: string,
  status: number,
  error_code: number,
  msg: Words | Record<string, Words>,
  ask: (given: Given) => Promise<Answer>,
];

const UNKNOWN = 2_000_000_000;
/** Each name costs whoever validates it. */
const HOSTILE = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`f${n}`, '1']));
const one = (product_id: unknown, count: unknown = 1) => ({ products: [{ product_id, count }] });

const PARAMETERS: Row[] = [
  ['an id that is none', 400, 10000, { id: 'id必须是正整数' }, ({ visitor }) => visitor.get('/product/abc')],
  ['no id', 400, 10000, { id: 'id必须是正整数' }, ({ visitor }) => visitor.get('/product/by_category')],
  [
    'ids that are none',
    400,
    10000,
    { ids: 'ids参数必须是以逗号分隔的多个正整数' },
    ({ visitor }) => visitor.get('/theme?ids=1,x'),
  ],
  [
    'no ids',
    400,
    10000,
    { ids: 'ids参数必须是以逗号分隔的多个正整数' },
    ({ visitor }) => visitor.get('/theme'),
  ],
  [
    'more than 15',
    400,
    10000,
    { count: 'count只能在 1 - 15 之间' },
    ({ visitor }) => visitor.get('/product/recent?count=16'),
  ],
  [
    'a page that is none',
    400,
    10000,
    { page: '分页参数必须是正整数' },
    ({ ann }) => ann.get('/order/by_user?page=0'),
  ],
  [
    'no code',
    400,
    10000,
    { code: '没有code还想获取token？做梦哦' },
    ({ visitor }) => visitor.post('/token/user'),
  ],
  ['no account', 400, 10000, { ac: 'ac不能为空' }, ({ visitor }) => visitor.post('/token/app', { se: 'x' })],
  [
    'no token to verify',
    400,
    10000,
    { token: 'token不允许为空' },
    ({ visitor }) => visitor.post('/token/verify'),
  ],
  [
    'a nameless address',
    400,
    10000,
    { name: 'name不能为空' },
    ({ ann }) => ann.post('/address', { ...ADDRESS, name: ' ' }),
  ],
  [
    'a phone that rings nowhere',
    400,
    10000,
    { mobile: /mobile/ },
    ({ ann }) => ann.post('/address', { ...ADDRESS, mobile: 'abc13800138000' }),
  ],
  [
    "another's user_id",
    400,
    10000,
    { user_id: '参数中包含有非法的参数名user_id或者uid' },
    ({ ann }) => ann.post('/address', { ...ADDRESS, user_id: 1 }),
  ],
  [
    'a full-width comma in a body',
    400,
    10000,
    '请求内容不是合法的JSON：第2行有“，”，请换成英文的“,”',
    ({ visitor }) =>
      visitor.send('POST', '/token/app', {
        headers: { 'content-type': 'application/json' },
        body: '{\n  "ac": "admin"，\n  "se": "x"\n}',
      }),
  ],
  [
    'an id left out of a path of the merchant',
    404,
    10001,
    '地址里的编号没有填写，请填写后再试',
    ({ visitor }) => visitor.post('/admin/order//ship', {}),
  ],
  [
    'an id left out at the end of one',
    404,
    10001,
    '地址里的编号没有填写，请填写后再试',
    ({ visitor }) => visitor.put('/admin/sku/', { price: '1' }),
  ],
  ['a name too many', 400, 10000, '参数错误', ({ visitor }) => visitor.post('/token/user', HOSTILE)],
  [
    'a name too many of a form',
    400,
    10000,
    '参数错误',
    ({ visitor }) =>
      visitor.send('POST', '/token/app', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(new URLSearchParams(HOSTILE)),
      }),
  ],
  ['no products', 400, 10000, { products: '商品列表不能为空' }, ({ ann }) => ann.post('/order', {})],
  [
    'an empty list',
    400,
    10000,
    { products: '商品列表不能为空' },
    ({ ann }) => ann.post('/order', { products: [] }),
  ],
  [
    'a line that is none',
    400,
    10000,
    { products: '商品列表参数错误' },
    ({ ann }) => ann.post('/order', one('x')),
  ],
  [
    'too many of one',
    400,
    10000,
    { products: '每种商品最多购买999件' },
    ({ ann, pear }) => ann.post('/order', one(pear, 1000)),
  ],
  [
    'a size that is not named',
    400,
    10000,
    { products: /sku_id/ },
    ({ ann, sized }) => ann.post('/order', one(sized)),
  ],
];

const REFUSALS: Row[] = [
  ['no token', 401, 10001, 'Token已过期或无效Token', ({ visitor }) => visitor.get('/address')],
  ['a scope too low', 403, 10001, '权限不够', ({ ann }) => ann.get('/order/paginate')],
  [
    'an admin at a door for shoppers',
    403,
    10001,
    '权限不够',
    ({ admin, pear }) => admin.post('/order', one(pear)),
  ],
  [
    'no route',
    404,
    10001,
    'global:your required resource are not found',
    ({ visitor }) => visitor.get('/nothing'),
  ],
  [
    'a wrong secret',
    401,
    10004,
    '授权失败',
    ({ visitor }) => visitor.post('/token/app', { ac: 'admin', se: 'x' }),
  ],
  [
    'no such product',
    404,
    20000,
    '指定的商品不存在，请检查参数',
    ({ visitor }) => visitor.get(`/product/${UNKNOWN}`),
  ],
  [
    'an empty category',
    404,
    20000,
    '指定的商品不存在，请检查参数',
    ({ visitor }) => visitor.get(`/product/by_category?id=${UNKNOWN}`),
  ],
  ['no such theme', 404, 30000, '指定主题不存在，请检查主题ID', ({ visitor }) => visitor.get('/theme/1')],
  [
    'none of the themes',
    404,
    30000,
    '指定主题不存在，请检查主题ID',
    ({ visitor }) => visitor.get('/theme?ids=1,2,3'),
  ],
  ['no such banner', 404, 40000, '请求的Banner不存在', ({ visitor }) => visitor.get('/banner/1')],
  [
    'no category at all',
    404,
    50000,
    '指定类目不存在，请检查参数',
    ({ visitor }) => visitor.get('/category/all'),
  ],
  ['no address', 404, 60001, '用户地址不存在', ({ homeless }) => homeless.get('/address')],
  [
    'an order to nowhere',
    404,
    60001,
    '用户收货地址不存在，下单失败',
    ({ homeless, pear }) => homeless.post('/order', one(pear)),
  ],
  ['no such order', 404, 80000, '订单不存在，请检查ID', ({ ann }) => ann.get(`/order/${UNKNOWN}`)],
  [
    'no such order to pay',
    404,
    80000,
    '订单不存在，请检查ID',
    ({ ann }) => ann.post('/pay/pre_order', { id: UNKNOWN }),
  ],
  [
    'no such product to order',
    404,
    80000,
    `id为${UNKNOWN}的商品不存在，订单创建失败`,
    ({ ann }) => ann.post('/order', one(UNKNOWN)),
  ],
  [
    'a delivery of what is unpaid',
    403,
    80002,
    /还没付款呢/,
    ({ admin, unpaid }) => admin.put('/order/delivery', { id: unpaid }),
  ],
  [
    'a second payment',
    400,
    80003,
    '订单已支付过啦',
    ({ ann, paid }) => ann.post('/pay/pre_order', { id: paid }),
  ],
];

/** Not the old back end's: what only this shop can refuse. */
const OF_THE_DESIGN: Row[] = [
  [
    'a code that is used',
    400,
    40163,
    '登录凭证无效，请重新登录',
    async ({ visitor }) => {
      const code = `user:ann:${nonce()}`;
      await visitor.post('/token/user', { code });
      return visitor.post('/token/user', { code });
    },
  ],
  [
    'a code that WeChat does not know',
    400,
    40029,
    '登录凭证无效，请重新登录',
    async ({ shop, visitor }) => {
      await shop.simulator.post('/sim/strict', { on: true });
      return visitor.post('/token/user', { code: 'guess' });
    },
  ],
  [
    'a login that WeChat does not answer',
    503,
    -1,
    '微信登录暂时不可用，请稍后再试',
    async ({ shop, visitor }) => {
      await shop.simulator.post('/sim/fault', { endpoint: 'jscode2session', kind: 'systemError', times: -1 });
      const answer = await visitor.post('/token/user', { code: `user:ann:${nonce()}` });
      await shop.simulator.post('/sim/fault', { endpoint: 'jscode2session', kind: 'none' });
      return answer;
    },
  ],
  [
    'a cashier that WeChat does not open',
    503,
    90001,
    '微信支付暂时不可用，请稍后再试',
    async ({ shop, ann, unpaid }) => {
      await shop.simulator.post('/sim/fault', { endpoint: 'v3jsapi', kind: 'http500', times: -1 });
      const answer = await ann.post('/pay/pre_order', { id: unpaid });
      await shop.simulator.post('/sim/fault', { endpoint: 'v3jsapi', kind: 'none' });
      return answer;
    },
  ],
  [
    'a payment of what is cancelled',
    409,
    90006,
    '订单当前状态不允许此操作',
    ({ ann, cancelled }) => ann.post('/pay/pre_order', { id: cancelled }),
  ],
  [
    'a cancellation of what is paid',
    409,
    90006,
    '订单当前状态不允许此操作',
    ({ ann, paid }) => ann.post(`/order/${paid}/cancel`),
  ],
  [
    'a key with another body',
    422,
    90004,
    'Idempotency-Key已用于另一个请求',
    async ({ ann, pear }) => {
      await ann.post('/order', one(pear), { 'idempotency-key': 'cart' });
      return ann.post('/order', one(pear, 2), { 'idempotency-key': 'cart' });
    },
  ],
  [
    'a body that is too large',
    413,
    10000,
    '请求内容过大',
    ({ ann }) => ann.post('/order', { remark: 'x'.repeat(70_000) }),
  ],
  [
    'a body of a wrong type',
    415,
    10000,
    '不支持的请求格式',
    ({ ann }) => ann.post('/order', {}, { 'content-type': 'text/plain' }),
  ],
  [
    'too many open orders',
    409,
    90007,
    '待付款订单太多，请先支付或取消',
    async ({ ann, pear }) => {
      for (let i = 0; i < 10; i += 1) await ann.post('/order', one(pear));
      return ann.post('/order', one(pear));
    },
  ],
];

describe('every error has the shape and the words of the contract', () => {
  let given: Given;
  beforeAll(async () => {
    given = await arrange(await Shop.open());
  });
  afterAll(() => given.shop.stop());

  it.each([...PARAMETERS, ...REFUSALS, ...OF_THE_DESIGN])('%s', async (_, status, error_code, msg, ask) => {
    const answer = await ask(given);

    const words =
      typeof msg === 'string' || msg instanceof RegExp ? expect.stringMatching(msg) : wordsOf(msg);
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(answer.body).toEqual({
      msg: words,
      error_code,
      request_url: expect.stringMatching(/^\/api\/v1\//),
    });
    expect(await given.shop.breaches()).toEqual([]);
  });

  it('repeats the address with its query, as it came, and without a host', async () => {
    const { body } = await given.visitor.get('/product/x?a=1&b=%E6%A2%A8');

    expect(body.request_url).toBe('/api/v1/product/x?a=1&b=%E6%A2%A8');
  });

  it('names every field that is wrong', async () => {
    const { body } = await given.ann.post('/address', {});

    const needed = Object.keys(ADDRESS).filter((field) => field !== 'country');
    expect(Object.keys(body.msg).toSorted()).toEqual(needed.toSorted());
  });
});

function wordsOf(messages: Record<string, Words>) {
  return Object.fromEntries(
    Object.entries(messages).map(([field, message]) => [field, expect.stringMatching(message)]),
  );
}

async function arrange(shop: Shop): Promise<Given> {
  const [ann, homeless] = [await shop.shopper('ann'), await shop.shopper('homeless', { address: false })];
  const pear = (await shop.product({ stock: 5_000 })).id;
  const sized = (await shop.product({ hasDefault: false, sizes: ['大', '小'] })).id;
  const place = async (): Promise<number> => (await ann.post('/order', one(pear))).body.order_id;
  const [unpaid, paid, cancelled] = [await place(), await place(), await place()];
  await shop.pay((await ann.post('/pay/pre_order', { id: paid })).body);
  await ann.post(`/order/${cancelled}/cancel`);
  return {
    shop,
    visitor: shop.visitor,
    ann,
    homeless,
    admin: await shop.admin(),
    pear,
    sized,
    unpaid,
    paid,
    cancelled,
  };
}
