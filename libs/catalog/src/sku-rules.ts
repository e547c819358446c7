import type { ErrorName } from '@app/common';

/** A sku as its product's rules look at it. */
export interface RuledSku {
  spec: string;
  isEnabled: boolean;
}

/** Why a product cannot have these skus; undefined where it can. */
export function faultOfSkus(skus: readonly RuledSku[]): ErrorName | undefined {
  const enabled = skus.filter((sku) => sku.isEnabled);
  if (enabled.length === 0) return 'lastSku';
  // A shopper chooses among several by their names; of one alone the product's name is enough.
  if (enabled.length > 1 && enabled.some((sku) => sku.spec === '')) return 'specMissing';
  return new Set(skus.map((sku) => sku.spec)).size < skus.length ? 'specTaken' : undefined;
}
