import { CSV_BOM, csvLine, parseCsv } from '@app/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { form, FORM_TYPE } from '../given/form';
import { openSeededShop } from '../given/seeded';
import type { Shop } from '../given/shop';

const PRODUCTS = ['编码', '商品名称', '规格', '价格', '上架', '主图ID'];

function file(...rows: (string | number | null)[][]): string {
  return rows.map((row) => csvLine(row)).join('');
}

function spoilt(name: string): string {
  return `Excel把${name}变成了科学计数法，请把这一列设为文本格式，重新填写`;
}

describe('goods in a spreadsheet', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await openSeededShop();
    admin = await shop.admin();
  });
  afterAll(() => shop.stop());

  const sent = (path: string, body: string | Buffer) =>
    admin.send('POST', path, { headers: { 'content-type': 'text/csv' }, body });
  const products = (body: string | Buffer, query = '') => sent(`/admin/product/csv${query}`, body);
  const stock = (body: string | Buffer, query = '') => sent(`/admin/stock/csv${query}`, body);
  const exported = async (name: string): Promise<string> => (await admin.get(`/admin/${name}.csv`)).body;

  /** As they are sent: whoever reads an answer as text loses the mark. */
  async function firstBytes(path: string): Promise<Buffer> {
    const { ADMIN_ACCOUNT: ac, ADMIN_SECRET: se, PUBLIC_URL } = shop.config;
    const { body } = await shop.visitor.post('/token/app', { ac, se });
    const answer = await fetch(`${PUBLIC_URL}/api/v1${path}`, { headers: { token: body.token } });
    return Buffer.from(await answer.arrayBuffer()).subarray(0, 3);
  }

  /** All that an import could touch. */
  async function books(): Promise<string> {
    const tables = ['product', 'sku', 'sku_stock', 'stock_ledger', 'category'].map(
      (table) => `(SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${table} t)`,
    );
    const { rows } = await shop.db.query(`SELECT concat_ws(' ', ${tables.join()}) AS books`);
    return rows[0].books;
  }

  async function found(name: string) {
    const { body } = await admin.get(`/admin/product?name=${encodeURIComponent(name)}`);
    return body.data;
  }

  it('leave as a file of UTF-8 with its mark, which changes nothing when it comes back', async () => {
    const answer = await admin.get('/admin/product.csv');
    const before = await books();

    const trial = await products(answer.body, '?dry_run=true');
    const done = await products(answer.body);

    const rows = parseCsv(answer.body).length - 1;
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="products.csv"',
    });
    expect(await firstBytes('/admin/product.csv')).toEqual(Buffer.from(CSV_BOM));
    expect(rows).toBeGreaterThan(30);
    const nothing = { rows, created: 0, changed: 0, error_count: 0, errors: [] };
    expect(trial.body).toEqual({ dry_run: true, ...nothing });
    expect(done).toMatchObject({ status: 200, body: { dry_run: false, ...nothing } });
    expect(await books()).toBe(before);
  });

  it('are made by a file, once, however often it comes', async () => {
    const text = file(
      PRODUCTS,
      ['0012345678901234', '=SUM(甲)', '大', '9.90', '是', 1],
      ['0012345678901235', '=SUM(甲)', '小', '5', '是', 1],
      ['NEW-3', '-乙,"丙"', '', '1.00', '否', 1],
    );

    const trial = await products(text, '?dry_run=true');
    const before = await found('SUM');
    const first = await products(text);
    const after = await books();
    const again = await products(text);

    expect(trial.body).toMatchObject({ dry_run: true, rows: 3, created: 2, changed: 0, error_count: 0 });
    expect(before).toEqual([]);
    expect(first.body).toMatchObject({ created: 2, changed: 0 });
    expect(again.body).toMatchObject({ created: 0, changed: 0 });
    expect(await books()).toBe(after);
    expect(await found('=SUM(甲)')).toMatchObject([
      {
        on_sale: true,
        skus: [
          { spec: '大', code: '0012345678901234', price: '9.90', stock: 0 },
          { spec: '小', code: '0012345678901235', price: '5.00' },
        ],
      },
    ]);
    expect(await exported('product')).toContain(`,\t0012345678901234,`);
    expect((await products(await exported('product'))).body).toMatchObject({ created: 0, changed: 0 });
  });

  it('are changed by the columns that a file has', async () => {
    const [tea] = await found('龙井');
    const skuId = tea.skus[0].id;

    const { body } = await products(file(['规格ID', '价格'], [skuId, '77.70']));

    expect(body).toMatchObject({ rows: 1, created: 0, changed: 1 });
    expect(await found('龙井')).toMatchObject([
      { ...tea, skus: [{ ...tea.skus[0], price: '77.70' }, ...tea.skus.slice(1)] },
    ]);
  });

  it('come from Excel in GBK too', async () => {
    // 编码,商品名称,价格,主图ID / GBK-1,梨,1.00,1
    const header = 'b1e0c2eb2cc9ccc6b7c3fbb3c62cbcdbb8f12cd6f7cdbc49440d0a';
    const row = '47424b2d312cc0e62c312e30302c310d0a';

    const { body } = await products(Buffer.from(header + row, 'hex'));

    expect(body).toMatchObject({ created: 1 });
    expect(await found('梨')).toMatchObject([{ name: '梨', skus: [{ code: 'GBK-1' }] }]);
  });

  const UTF16 = Buffer.from(
    `${CSV_BOM}编码\t商品名称\t价格\t主图ID\r\nTAB-1\t"桃,大"\t1.00\t1\r\n`,
    'utf16le',
  );

  it.each<[string, string | undefined, string | Buffer]>([
    ['as Excel’s Unicode text', 'text/plain', UTF16],
    ['in UTF-16BE', 'text/csv', Buffer.from(UTF16).swap16()],
    ['with tabs', 'text/tab-separated-values', '编码\t商品名称\t价格\t主图ID\nTAB-1\t"桃,大"\t1.00\t1\n'],
    ['with semicolons', 'text/csv', '编码;商品名称;价格;主图ID\nTAB-1;"桃,大";1.00;1\n'],
    [
      'with a line that says what parts the cells',
      'text/csv',
      'sep=;\n编码;商品名称;价格;主图ID\nTAB-1;桃,大;1.00;1\n',
    ],
    [
      'from Windows with Excel',
      'application/vnd.ms-excel',
      '编码,商品名称,价格,主图ID\nTAB-1,"桃,大",1.00,1\n',
    ],
    ['as bytes', 'application/octet-stream', '编码,商品名称,价格,主图ID\nTAB-1,"桃,大",1.00,1\n'],
    ['without a type', undefined, '编码,商品名称,价格,主图ID\nTAB-1,"桃,大",1.00,1\n'],
    [
      'in a form',
      FORM_TYPE,
      form({
        name: 'file',
        filename: '商品.csv',
        type: 'application/vnd.ms-excel',
        body: '编码,商品名称,价格,主图ID\nTAB-1,"桃,大",1.00,1\n',
      }),
    ],
  ])('[G4][G5] come %s', async (_, type, body) => {
    const answer = await admin.send('POST', '/admin/product/csv', {
      headers: { ...(type && { 'content-type': type }) },
      body,
    });

    expect(answer).toMatchObject({ status: 200, body: { rows: 1, error_count: 0 } });
    expect(await found('桃,大')).toMatchObject([{ skus: [{ code: 'TAB-1', price: '1.00' }] }]);
  });

  it('[f6] are not taken with a code that Excel spoilt', async () => {
    const before = await books();

    const goods = await products(file(PRODUCTS, ['6.9E+12', '名称', '', '9.90', '是', 1]).replace('\t', ''));
    const moved = await stock('编码,变动数量,单号\n6.90E+12,1,PO-1\nTAB-1,1,２Ｅ＋１３\n');

    expect(goods).toMatchObject({ status: 400, body: { error_code: 20024, msg: { 第2行: spoilt('编码') } } });
    expect(moved.body.msg).toMatchObject({ 第2行: spoilt('编码'), 第3行: spoilt('单号') });
    expect(await books()).toBe(before);
  });

  it('are refused whole for one bad row, and every bad row is named', async () => {
    const before = await books();
    const text = file(
      PRODUCTS,
      ['OK-1', '好', '', '1', '是', 1],
      ['BAD-1', '坏', '', '0', '是', 1],
      ['BAD-2', '坏2', '', '1', '也许', 99999],
    );

    const trial = await products(text, '?dry_run=true');
    const refused = await products(text);

    expect(trial).toMatchObject({
      status: 200,
      body: {
        error_count: 2,
        errors: [
          { line: 3, reason: expect.stringContaining('价格') },
          { line: 4, reason: expect.stringContaining('上架') },
        ],
      },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: {
        error_code: 20024,
        msg: { file: '共2处有误，未导入任何内容', 第3行: expect.any(String), 第4行: expect.any(String) },
      },
    });
    expect(await books()).toBe(before);
  });

  it('are refused with all faults counted and a hundred listed', async () => {
    const rows = Array.from({ length: 150 }, (_, n) => [`B${n}`, `坏${n}`, '', 'x', '是', 1]);

    const { body } = await products(file(PRODUCTS, ...rows), '?dry_run=1'.replace('1', 'true'));
    const refused = await products(file(PRODUCTS, ...rows));

    expect(body.error_count).toBe(150);
    expect(body.errors).toHaveLength(100);
    expect(Object.keys(refused.body.msg)).toHaveLength(101);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['an open quote', '编码,价格\n"a,1\n', /第2行.*引号/],
    ['no header', '', /第1行.*表头/],
    ['a column nobody knows', '编码,价钱\n', /第1行.*价钱/],
    ['a column twice', '编码,编码\n', /重复/],
    ['cells that no column names', '编码\na,b\n', /第2行.*比表头多/],
    ['no text', Buffer.from([0x61, 0xff, 0xff]), /UTF-8/],
    ['a workbook', Buffer.from('PK\x03\x04\x14\0\x06\0'), /第1行.*另存为.*CSV UTF-8/],
    ['commas without end', `编码,价格\n${','.repeat(900_000)}`, /第2行.*一行最多256个单元格/],
    ['5,001 rows', `编码\n${'a\n'.repeat(5001)}`, /第5002行.*最多5000行/],
  ])('are refused as a file: %s', async (_, body, words) => {
    const answers = [await products(body), await stock(body, '?dry_run=true')];

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(JSON.stringify(answers[0]!.body.msg)).toMatch(words);
  });

  it('are refused beyond 2 MB, and as any other kind of body', async () => {
    const large = await products(`编码\n${'x'.repeat(2 * 1024 * 1024)}`);
    const json = await admin.post('/admin/product/csv', {});

    expect([large.status, json.status]).toEqual([413, 415]);
  });

  describe('stock', () => {
    const HEADER = ['规格ID', '类型', '变动数量', '单号', '原因'];

    it('moves by papers, each once, however often the file comes', async () => {
      const [pear] = [await shop.product({ stock: 5 })];
      const skuId = pear.skuIds[0]!;
      const text = file(
        HEADER,
        [skuId, '', '10', 'PO-1', '到货'],
        [skuId, '', '-3', 'PO-2', '破损'],
        [skuId, '', '', '', ''],
      );

      const trial = await stock(text, '?dry_run=true');
      const untouched = await shop.stockOf(skuId);
      const first = await stock(text);
      const again = await stock(text);

      expect(trial.body).toMatchObject({ rows: 3, changed: 2 });
      expect(untouched).toMatchObject({ stock: 5 });
      expect([first.body.changed, again.body.changed]).toEqual([2, 0]);
      expect(await shop.stockOf(skuId)).toEqual({ stock: 12, reserved: 0, sold: 0 });
      expect((await admin.get(`/admin/sku/${skuId}/ledger`)).body.data).toMatchObject([
        { kind: 'ADJUST', count: -3, ref: 'PO-2', reason: '破损' },
        { kind: 'IN', count: 10, ref: 'PO-1' },
        { kind: 'IN', count: 5, ref: null },
      ]);
    });

    it('moves once when a file comes twice at the same moment', async () => {
      const { skuIds } = await shop.product({ stock: 1 });
      const text = file(HEADER, [skuIds[0]!, '', '10', 'RACE', '']);

      const answers = await Promise.all(Array.from({ length: 6 }, () => stock(text)));

      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect(answers.reduce((sum, { body }) => sum + body.changed, 0)).toBe(1);
      expect(await shop.stockOf(skuIds[0])).toMatchObject({ stock: 11 });
    });

    it('is refused whole where one sku has too little', async () => {
      const [pear, peach] = [await shop.product({ stock: 5 }), await shop.product({ stock: 1 })];
      const text = file(
        HEADER,
        [pear.skuIds[0]!, '', '10', 'PO-9', ''],
        [peach.skuIds[0]!, '', '-2', 'PO-9', ''],
      );

      const { status, body } = await stock(text);

      expect([status, body.error_code, body.msg.第3行]).toEqual([400, 20024, '可售库存不足']);
      expect(await shop.stockOf(pear.skuIds[0])).toMatchObject({ stock: 5 });
    });

    it('leaves as a file that moves nothing until it is filled in', async () => {
      const text = await exported('stock');
      const before = await books();

      const { status, body } = await stock(text);

      expect(status).toBe(200);
      expect(body).toMatchObject({ changed: 0, error_count: 0 });
      expect(await books()).toBe(before);
    });

    it('is explained whatever was imported', async () => {
      expect(await shop.breaches()).toEqual([]);
    });
  });

  it('are five thousand within seconds', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => [`MANY-${n}`, `批量${n}`, '', '1.00', '否', 1]);

    const { body } = await products(file(PRODUCTS, ...rows));
    const again = await products(file(PRODUCTS, ...rows));

    expect(body).toMatchObject({ rows: 5000, created: 5000 });
    expect(again.body).toMatchObject({ rows: 5000, created: 0, changed: 0 });
    expect(parseCsv(await exported('product')).length).toBeGreaterThan(5030);
  });
});
