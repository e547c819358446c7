export interface KnownProduct {
  id: number;
  name: string;
  summary: string | null;
  categoryId: number | null;
  onSale: boolean;
  pictureId: number;
  defaultSkuId: number | null;
}

export interface KnownSku {
  id: number;
  productId: number;
  spec: string;
  priceFen: number;
  code: string | null;
  isEnabled: boolean;
}

/** What the shop has of all that the rows name: whole products, with every sku of theirs. */
export interface KnownGoods {
  products: KnownProduct[];
  skus: KnownSku[];
  categories: { id: number; name: string }[];
  pictureIds: number[];
}

/** The same, found by what rows name it by: a file may have thousands. */
export class GoodsIndex {
  private readonly byId: Map<number, KnownSku>;
  private readonly byCode: Map<string | null, KnownSku>;
  private readonly byProduct: Map<number, KnownSku[]>;
  private readonly products: Map<string, KnownProduct>;
  private readonly categories: Map<string, number[]>;
  private readonly pictures: Set<number>;

  constructor({ products, skus, categories, pictureIds }: KnownGoods) {
    this.byId = new Map(skus.map((sku) => [sku.id, sku]));
    this.byCode = new Map(skus.filter(({ code }) => code !== null).map((sku) => [sku.code, sku]));
    this.byProduct = grouped(skus.map((sku) => [sku.productId, sku]));
    this.products = new Map(products.map((product) => [`#${product.id}`, product]));
    this.categories = grouped(categories.map(({ id, name }) => [name, id]));
    this.pictures = new Set(pictureIds);
  }

  /** By its id, or where a row gives none by its code. */
  skuOf({ skuId, code }: { skuId?: number; code?: string }): KnownSku | undefined {
    return skuId === undefined ? this.skuOfCode(code) : this.byId.get(skuId);
  }

  skuOfCode(code: string | undefined): KnownSku | undefined {
    return code === undefined ? undefined : this.byCode.get(code);
  }

  /** Of `#id`. */
  product(key: string): KnownProduct | undefined {
    return this.products.get(key);
  }

  skusOf(productId: number | undefined): KnownSku[] {
    return (productId !== undefined && this.byProduct.get(productId)) || [];
  }

  categoriesOf(name: string): number[] {
    return this.categories.get(name) ?? [];
  }

  hasPicture(id: number): boolean {
    return this.pictures.has(id);
  }
}

function grouped<Key, Value>(pairs: [Key, Value][]): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
