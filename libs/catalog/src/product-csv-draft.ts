import type { KnownProduct, KnownSku } from './goods-index';

/** What a row says of a sku. */
export interface SkuDraft {
  line: number;
  before?: KnownSku;
  after: Partial<KnownSku> & { spec: string };
  /** 默认规格, where the row says so. */
  isDefault?: boolean;
}

/** What the rows of one product say of it. */
export interface ProductDraft {
  line: number;
  before?: KnownProduct;
  after: Partial<KnownProduct>;
  skus: SkuDraft[];
}

/**
 * The sku that becomes the default: the row that says 是; of a new product else the first that does not say 否. Null
 * where there shall be none; undefined where it stays as it is.
 */
export function defaultOf({ before, skus }: ProductDraft): SkuDraft | null | undefined {
  const chosen = skus.find(({ isDefault }) => isDefault);
  if (chosen) return chosen;
  if (!before) return skus.find(({ isDefault }) => isDefault === undefined) ?? null;
  const isTakenAway = skus.some((sku) => sku.isDefault === false && sku.before?.id === before.defaultSkuId);
  return isTakenAway ? null : undefined;
}
