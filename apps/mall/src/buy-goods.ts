import { get } from './buy-http';
import { need, type Tale } from './buy-tale';

export interface Goods {
  id: number;
  name: string;
  price: string;
  stock: number;
  /** Of goods in several sizes, where a line may name one by `sku_id`; only their own page tells. */
  skus?: Sku[];
}

export interface Sku {
  id: number;
  spec: string;
  price: string;
  stock: number;
}

/** The first goods of the shop, category by category, that are as they should be. */
export async function choose(tale: Tale, isGood: (goods: Goods) => unknown): Promise<Goods> {
  return need((await shelf(tale)).find(isGood), 'the shop has no such goods');
}

/** Everything that is for sale, each with its own page. */
export async function shelf({ api }: Tale): Promise<Goods[]> {
  const found: Goods[] = [];
  for (const category of await get(`${api}/category/all`))
    for (const { id } of await get(`${api}/product/by_category?id=${category.id}`))
      found.push(await get(`${api}/product/${id}`));
  return found;
}

/** So many pieces are for sale now, of one size or of what an order without one means. */
export async function stockOf({ api }: Tale, { id }: Goods, sku?: Sku): Promise<number> {
  const goods: Goods = await get(`${api}/product/${id}`);
  return (goods.skus?.find((one) => one.id === sku?.id) ?? goods).stock;
}
