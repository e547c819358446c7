import type { Answer, Client } from '../given/client';
import { png } from '../given/pictures';
import type { Shop } from '../given/shop';
import { flag, id, picture, text, time, whole, yuan, type Shape } from './shape';

interface Desk {
  shop: Shop;
  admin: Client;
}

type Row = [route: string, what: string, status: number, shape: Shape, ask: (desk: Desk) => Promise<Answer>];

const done = { code: whole, msg: /^ok$/, errorCode: whole };
const made = { ...done, id };
const image = { url: picture };
const sku = {
  id,
  spec: text,
  code: text,
  price: yuan,
  enabled: flag,
  stock: whole,
  reserved: whole,
  sold: whole,
};
const product = {
  id,
  name: text,
  summary: text,
  category_id: id,
  picture_id: id,
  main_img_url: picture,
  on_sale: flag,
  default_sku_id: id,
  create_time: time,
  skus: [sku] as [Shape],
};
const detail = {
  ...product,
  imgs: [{ id, url: picture }] as [Shape],
  properties: [{ name: text, detail: text }] as [Shape],
};
const category = { id, name: text, description: text, topic_img_id: id, img: image, topic_img: image };
const move = {
  id,
  kind: /^IN$/,
  count: whole,
  order_id: 'null',
  cause_id: 'null',
  actor: text,
  reason: text,
  ref: 'null',
  time,
} as const;

const theme = {
  id,
  name: text,
  description: text,
  topic_picture_id: id,
  head_picture_id: id,
  topic_img: image,
  head_img: image,
  product_ids: [id] as [Shape],
};
const banner = {
  id,
  name: text,
  description: text,
  items: [{ picture_id: id, type: whole, key_word: /^\d+$/, img: image }] as [Shape],
};

const SUMMER = { name: '夏', description: '凉', topic_picture_id: 1, head_picture_id: 1 };
const csvFault = { line: whole, reason: text };

const TEA = { name: '新茶', summary: '一叶', category_id: 1, picture_id: 1, picture_ids: [1] };
const SIZES = { skus: [{ spec: '大', price: '1.00', code: 'TEA-1' }] };

/** The merchant's routes of his goods, in an order in which each finds what the one before has made. */
export const CATALOG_ROWS: Row[] = [
  [
    'POST /api/v1/admin/picture',
    'picture',
    201,
    { id, url: picture, width: whole, height: whole, size: whole },
    ({ admin }) =>
      admin.send('POST', '/admin/picture', { headers: { 'content-type': 'image/png' }, body: png() }),
  ],
  [
    'GET /api/v1/admin/picture',
    'pictures',
    200,
    { data: [{ id, url: picture, size: whole, create_time: time }], next: id },
    ({ admin }) => admin.get('/admin/picture?size=1'),
  ],
  [
    'POST /api/v1/admin/product',
    'made',
    201,
    made,
    ({ admin }) => admin.post('/admin/product', { ...TEA, ...SIZES }),
  ],
  [
    'PUT /api/v1/admin/product/:id/property',
    'success',
    200,
    done,
    async (desk) =>
      desk.admin.put(`/admin/product/${await newest(desk)}/property`, {
        properties: [{ name: '产地', detail: '杭州' }],
      }),
  ],
  [
    'GET /api/v1/admin/product',
    'page',
    200,
    { current_page: whole, data: [product] },
    ({ admin }) => admin.get('/admin/product?size=1'),
  ],
  [
    'GET /api/v1/admin/product/:id',
    'product',
    200,
    detail,
    async (desk) => desk.admin.get(`/admin/product/${await newest(desk)}`),
  ],
  [
    'PUT /api/v1/admin/product/:id',
    'success',
    200,
    done,
    async (desk) => desk.admin.put(`/admin/product/${await newest(desk)}`, TEA),
  ],
  ...['on_sale', 'off_sale'].map((act): Row => [
    `POST /api/v1/admin/product/:id/${act}`,
    'success',
    201,
    done,
    async (desk) => desk.admin.post(`/admin/product/${await newest(desk)}/${act}`),
  ]),
  [
    'POST /api/v1/admin/product/:id/sku',
    'made',
    201,
    made,
    async (desk) => desk.admin.post(`/admin/product/${await newest(desk)}/sku`, { spec: '小', price: '1' }),
  ],
  [
    'PUT /api/v1/admin/sku/:id',
    'success',
    200,
    done,
    async (desk) => desk.admin.put(`/admin/sku/${await newestSku(desk)}`, { price: '2' }),
  ],
  ...['disable', 'enable'].map((act): Row => [
    `POST /api/v1/admin/sku/:id/${act}`,
    'success',
    201,
    done,
    async (desk) => desk.admin.post(`/admin/sku/${await newestSku(desk)}/${act}`),
  ]),
  [
    'POST /api/v1/admin/sku/:id/stock',
    'counters',
    201,
    { sku_id: id, stock: whole, reserved: whole, sold: whole },
    async (desk) =>
      desk.admin.post(`/admin/sku/${await newestSku(desk)}/stock`, { kind: 'IN', count: 3, reason: '到货' }),
  ],
  [
    'GET /api/v1/admin/sku/:id/ledger',
    'moves',
    200,
    { data: [move], next: 'null' },
    async (desk) => desk.admin.get(`/admin/sku/${await newestSku(desk)}/ledger`),
  ],
  [
    'DELETE /api/v1/admin/product/:id',
    'success',
    200,
    done,
    async (desk) => desk.admin.delete(`/admin/product/${await newest(desk)}`),
  ],
  ...['product', 'stock'].map((what): Row => [
    `POST /api/v1/admin/${what}/csv`,
    'report',
    200,
    { dry_run: flag, rows: whole, created: whole, changed: whole, error_count: whole, errors: [csvFault] },
    ({ admin }) =>
      admin.send('POST', `/admin/${what}/csv?dry_run=true`, {
        headers: { 'content-type': 'text/csv' },
        body: what === 'stock' ? '规格ID,变动数量\n1,x\n' : '规格ID,价格\n1,x\n',
      }),
  ]),
  ...['product', 'stock'].map((what): Row => [
    `GET /api/v1/admin/${what}.csv`,
    'file',
    200,
    /^规格ID,编码,[^]*\r\n$/,
    ({ admin }) => admin.get(`/admin/${what}.csv`),
  ]),
  ['GET /api/v1/admin/category', 'categories', 200, [category], ({ admin }) => admin.get('/admin/category')],
  [
    'POST /api/v1/admin/category',
    'made',
    201,
    made,
    ({ admin }) => admin.post('/admin/category', { name: '新', picture_id: 1 }),
  ],
  [
    'PUT /api/v1/admin/category/:id',
    'success',
    200,
    done,
    ({ admin }) => admin.put('/admin/category/1', { name: '山茶', picture_id: 1 }),
  ],
  [
    'PUT /api/v1/admin/category/order',
    'success',
    200,
    done,
    ({ admin }) => admin.put('/admin/category/order', { ids: [2, 1] }),
  ],
  [
    'DELETE /api/v1/admin/category/:id',
    'success',
    200,
    done,
    async ({ admin }) => {
      const { body } = await admin.post('/admin/category', { name: '旧', picture_id: 1 });
      return admin.delete(`/admin/category/${body.id}`);
    },
  ],
  ['GET /api/v1/admin/theme', 'themes', 200, [theme], ({ admin }) => admin.get('/admin/theme')],
  ['POST /api/v1/admin/theme', 'made', 201, made, ({ admin }) => admin.post('/admin/theme', SUMMER)],
  ['PUT /api/v1/admin/theme/:id', 'success', 200, done, ({ admin }) => admin.put('/admin/theme/1', SUMMER)],
  [
    'PUT /api/v1/admin/theme/:id/product',
    'success',
    200,
    done,
    ({ admin }) => admin.put('/admin/theme/1/product', { product_ids: [2, 1] }),
  ],
  [
    'DELETE /api/v1/admin/theme/:id',
    'success',
    200,
    done,
    async ({ admin }) => {
      const { body } = await admin.post('/admin/theme', SUMMER);
      return admin.delete(`/admin/theme/${body.id}`);
    },
  ],
  ['GET /api/v1/admin/banner', 'banners', 200, [banner], ({ admin }) => admin.get('/admin/banner')],
  [
    'PUT /api/v1/admin/banner/:id',
    'success',
    200,
    done,
    ({ admin }) => admin.put('/admin/banner/1', { name: '首页', description: '轮播' }),
  ],
  [
    'PUT /api/v1/admin/banner/:id/item',
    'success',
    200,
    done,
    ({ admin }) => admin.put('/admin/banner/1/item', { items: [{ picture_id: 1, type: 1, key_word: '6' }] }),
  ],
  [
    'POST /api/v1/admin/banner',
    'made',
    201,
    made,
    ({ admin }) => admin.post('/admin/banner', { name: '二' }),
  ],
  [
    'DELETE /api/v1/admin/banner/:id',
    'success',
    200,
    done,
    async ({ admin }) => {
      const { body } = await admin.post('/admin/banner', { name: '三' });
      return admin.delete(`/admin/banner/${body.id}`);
    },
  ],
];

async function newest({ admin }: Desk): Promise<number> {
  const { body } = await admin.get('/admin/product?size=1');
  return body.data[0].id;
}

async function newestSku({ admin }: Desk): Promise<number> {
  const { body } = await admin.get('/admin/product?size=1');
  return body.data[0].skus[0].id;
}
