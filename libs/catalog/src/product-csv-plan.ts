import type { RowFault } from '@app/common';
import { GoodsIndex, type KnownGoods, type KnownProduct, type KnownSku } from './goods-index';
import { defaultOf, type ProductDraft, type SkuDraft } from './product-csv-draft';
import type { ProductRowWish } from './product-csv-row';
import { faultOfSkus } from './sku-rules';

type NewSku = Pick<KnownSku, 'spec' | 'priceFen' | 'code'>;

/** What is to be written; empty where the shop says the same already. */
export interface ProductPlan {
  newProducts: (Omit<KnownProduct, 'id' | 'defaultSkuId'> & { skus: NewSku[] })[];
  changedProducts: KnownProduct[];
  newSkus: (NewSku & { productId: number })[];
  changedSkus: KnownSku[];
  /** Codes of new skus that become their product's default. */
  defaultCodes: string[];
  faults: RowFault[];
}

/** Which of the product's columns a row may say, each with the word for it. */
const HEAD = {
  name: '商品名称',
  summary: '简介',
  categoryId: '分类',
  onSale: '上架',
  pictureId: '主图ID',
} as const;
type HeadField = keyof typeof HEAD;

/** Decides what rows change. Rows of one product, by its id, its skus or its name, are one product. */
export function planProducts(rows: readonly ProductRowWish[], known: KnownGoods): ProductPlan {
  const goods = new GoodsIndex(known);
  const faults: RowFault[] = [];
  const drafts = new Map<string, ProductDraft>();
  const matched = rows.map((row) => ({ row, sku: goods.skuOf(row) }));
  const owners = ownersOf(matched);
  const repeats = repeatsOf(matched);

  for (const { row, sku } of matched) {
    const complain = (reason: string) => faults.push({ line: row.line, reason });
    const key = keyOfProduct(row, sku, owners);
    const fault =
      repeats.get(row) ??
      faultOfRow(row, sku, goods) ??
      (key === SEVERAL ? '有几个同名商品，请填写商品ID' : undefined);
    if (fault) {
      complain(fault);
      continue;
    }
    const draft = drafts.get(key) ?? { line: row.line, before: goods.product(key), after: {}, skus: [] };
    drafts.set(key, draft);
    for (const said of headOf(row, goods)) sayHead(draft, said, complain);
    const rival = row.isDefault && draft.skus.find(({ isDefault }) => isDefault);
    if (rival) complain(`默认规格与第${rival.line}行的同一商品重复`);
    draft.skus.push({
      line: row.line,
      before: sku,
      after: skuAfter(row, sku),
      isDefault: row.isDefault,
    });
  }
  return planOf([...drafts.values()], goods, faults);
}

interface Matched {
  row: ProductRowWish;
  sku?: KnownSku;
}

const SEVERAL = 'several';

/** The product that a name means in this file, where a row of it names one that the shop has. */
function ownersOf(matched: Matched[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { row, sku } of matched) {
    const productId = sku?.productId ?? row.productId;
    if (!row.name || !productId) continue;
    const owner = owners.get(row.name);
    owners.set(row.name, owner === undefined || owner === `#${productId}` ? `#${productId}` : SEVERAL);
  }
  return owners;
}

function keyOfProduct(
  { name = '', productId }: ProductRowWish,
  sku: KnownSku | undefined,
  owners: Map<string, string>,
): string {
  const id = sku?.productId ?? productId;
  return id === undefined ? (owners.get(name) ?? `=${name}`) : `#${id}`;
}

/** Rows that say again what an earlier one was about. */
function repeatsOf(matched: Matched[]): Map<ProductRowWish, string> {
  const repeats = new Map<ProductRowWish, string>();
  const skus = new Map<number, number>();
  const codes = new Map<string, number>();
  for (const { row, sku } of matched) {
    if (row.code !== undefined && codes.has(row.code))
      repeats.set(row, `编码与第${codes.get(row.code)}行重复`);
    if (sku && skus.has(sku.id)) repeats.set(row, `与第${skus.get(sku.id)}行是同一规格`);
    if (sku && !skus.has(sku.id)) skus.set(sku.id, row.line);
    if (row.code !== undefined && !codes.has(row.code)) codes.set(row.code, row.line);
  }
  return repeats;
}

function faultOfRow(row: ProductRowWish, sku: KnownSku | undefined, goods: GoodsIndex): string | undefined {
  if (row.skuId === undefined && row.code === undefined) return '规格ID和编码至少填一个';
  if (row.skuId !== undefined && !sku) return '规格ID不存在';
  if (sku && !sku.isEnabled) return '规格已停用，请先启用';
  if (sku && row.productId !== undefined && row.productId !== sku.productId) return '商品ID与规格不符';
  const owner = goods.skuOfCode(row.code);
  if (owner && owner.id !== sku?.id) return `编码已用于规格${owner.id}`;
  if (row.productId !== undefined && !goods.product(`#${row.productId}`)) return '商品ID不存在';
  if (!sku && row.priceFen === undefined) return '新规格要有价格';
  if (!sku && row.productId === undefined && !row.name) return '新商品要有名称';
  if (row.pictureId !== undefined && !goods.hasPicture(row.pictureId)) return '主图ID不存在';
  if (!row.category) return undefined;
  const named = goods.categoriesOf(row.category).length;
  if (named === 1) return undefined;
  return named === 0 ? `分类“${row.category}”不存在` : `分类“${row.category}”不止一个`;
}

type HeadSaid = [field: HeadField, value: KnownProduct[HeadField]];

function headOf(
  { name, summary, category, onSale, pictureId }: ProductRowWish,
  goods: GoodsIndex,
): HeadSaid[] {
  const categoryId = category && goods.categoriesOf(category)[0];
  const said = { name, summary, categoryId, onSale, pictureId };
  return (Object.entries(said) as [HeadField, KnownProduct[HeadField] | undefined][]).filter(
    (entry): entry is HeadSaid => entry[1] !== undefined,
  );
}

/** Whichever row comes first says it; another must not say otherwise. */
function sayHead(draft: ProductDraft, [field, value]: HeadSaid, complain: (reason: string) => void): void {
  if (draft.after[field] !== undefined && draft.after[field] !== value)
    complain(`${HEAD[field]}与第${draft.line}行的同一商品不一致`);
  else Object.assign(draft.after, { [field]: value });
}

function skuAfter({ spec, priceFen, code }: ProductRowWish, sku?: KnownSku): SkuDraft['after'] {
  return {
    ...sku,
    spec: spec ?? sku?.spec ?? '',
    priceFen: priceFen ?? sku?.priceFen,
    code: code ?? sku?.code ?? null,
  };
}

function planOf(drafts: ProductDraft[], goods: GoodsIndex, faults: RowFault[]): ProductPlan {
  const plan: ProductPlan = {
    newProducts: [],
    changedProducts: [],
    newSkus: [],
    changedSkus: [],
    defaultCodes: [],
    faults,
  };
  for (const draft of drafts) {
    const fault = faultOfDraft(draft, goods);
    if (fault) {
      faults.push({ line: draft.line, reason: fault });
      continue;
    }
    const preferred = defaultOf(draft);
    if (preferred && !preferred.before) plan.defaultCodes.push(preferred.after.code!);
    else if (preferred !== undefined) draft.after.defaultSkuId = preferred?.before?.id ?? null;
    if (draft.before) planChange(plan, draft as ProductDraft & { before: KnownProduct });
    else
      plan.newProducts.push({ ...newHead(draft.after), skus: draft.skus.map(({ after }) => newSku(after)) });
  }
  faults.sort((a, b) => a.line - b.line);
  return plan;
}

const WORDS_OF_FAULT: Partial<Record<string, string>> = {
  specMissing: '商品有多个规格时，每个规格都要有名称',
  specTaken: '商品有同名规格（停用的也算）',
};

function faultOfDraft({ before, after, skus }: ProductDraft, goods: GoodsIndex): string | undefined {
  if (!before && after.pictureId === undefined) return '新商品要有主图ID';
  const drafted = new Set(skus.map((sku) => sku.before?.id));
  const others = goods.skusOf(before?.id).filter((sku) => !drafted.has(sku.id));
  const fault = faultOfSkus([...others, ...skus.map((sku) => ({ spec: sku.after.spec, isEnabled: true }))]);
  return fault && (WORDS_OF_FAULT[fault] ?? fault);
}

function planChange(
  plan: ProductPlan,
  { before, after, skus }: ProductDraft & { before: KnownProduct },
): void {
  if (differs(before, after)) plan.changedProducts.push({ ...before, ...after });
  for (const sku of skus) {
    if (!sku.before) plan.newSkus.push({ ...newSku(sku.after), productId: before.id });
    else if (differs(sku.before, sku.after)) plan.changedSkus.push({ ...sku.before, ...sku.after });
  }
}

function differs<T extends object>(before: T, after: Partial<T>): boolean {
  return Object.entries(after).some(([field, value]) => before[field as keyof T] !== value);
}

/** A new product waits until it is put on sale, as one that is made by hand. */
function newHead({
  name,
  summary = null,
  categoryId = null,
  onSale = false,
  pictureId,
}: Partial<KnownProduct>) {
  return { name: name!, summary, categoryId, onSale, pictureId: pictureId! };
}

function newSku({ spec, priceFen, code }: SkuDraft['after']): NewSku {
  return { spec, priceFen: priceFen!, code: code ?? null };
}
