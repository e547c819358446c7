import { idOf, isLonger, spoiltCode, type Columns, type TableRow } from '@app/common';
import { PRICE_WORDS, priceFenOf } from './price';

export const PRODUCT_COLUMNS = {
  sku_id: '规格ID',
  code: '编码',
  product_id: '商品ID',
  name: '商品名称',
  summary: '简介',
  category: '分类',
  spec: '规格',
  price: '价格',
  on_sale: '上架',
  picture_id: '主图ID',
  default: '默认规格',
} satisfies Columns<string>;

export type ProductColumn = keyof typeof PRODUCT_COLUMNS;

/** What a row wants; what is undefined stays as it is. */
export interface ProductRowWish {
  line: number;
  skuId?: number;
  code?: string;
  productId?: number;
  /** Of the product, in the order of the columns. */
  name?: string;
  summary?: string | null;
  category?: string | null;
  onSale?: boolean;
  pictureId?: number;
  /** Of the sku. */
  spec?: string;
  priceFen?: number;
  /** Whether it is the product's default sku. */
  isDefault?: boolean;
}

const YES = new Set(['是', '1', 'true', 'yes', 'y']);
const NO = new Set(['否', '0', 'false', 'no', 'n']);

/** Reads one row; every complaint of it is told to `complain`. */
export function productRowOf(
  { line, cells }: TableRow<ProductColumn>,
  complain: (reason: string) => void,
): ProductRowWish {
  const id = (column: ProductColumn): number | undefined => {
    const cell = cells[column];
    if (!cell) return undefined;
    const read = idOf(cell);
    if (read === undefined) complain(`${PRODUCT_COLUMNS[column]}必须是正整数`);
    return read;
  };
  const text = (column: ProductColumn, max: number): string | undefined => {
    const cell = cells[column];
    if (cell !== undefined && isLonger(cell, max)) complain(`${PRODUCT_COLUMNS[column]}不能超过${max}个字`);
    return cell;
  };

  const flag = (column: ProductColumn): boolean | undefined => {
    const word = cells[column]?.toLowerCase();
    if (!word) return undefined;
    if (!YES.has(word) && !NO.has(word)) complain(`${PRODUCT_COLUMNS[column]}只能填是或否`);
    return YES.has(word);
  };

  const spoilt = spoiltCode(cells.code, PRODUCT_COLUMNS.code);
  if (spoilt) complain(spoilt);
  if (cells.name === '') complain('商品名称不能为空');
  return {
    line,
    skuId: id('sku_id'),
    code: text('code', 40) || undefined,
    productId: id('product_id'),
    name: text('name', 80) || undefined,
    summary: orNull(text('summary', 50)),
    category: orNull(text('category', 50)),
    onSale: flag('on_sale'),
    pictureId: id('picture_id'),
    spec: text('spec', 60),
    priceFen: priceOf(cells.price, complain),
    isDefault: flag('default'),
  };
}

/** A column that is there and empty says that there is none. */
function orNull(cell: string | undefined): string | null | undefined {
  return cell === '' ? null : cell;
}

function priceOf(cell: string | undefined, complain: (reason: string) => void): number | undefined {
  if (cell === undefined) return undefined;
  const fen = priceFenOf(cell);
  if (fen === undefined) complain(PRICE_WORDS);
  return fen;
}
