import { DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import * as sql from './catalog-sql';

/** Everything the shop shows of its goods. Stock read here is only shown; StockService decides. */
@Injectable()
export class CatalogService {
  constructor(private readonly db: EntityManager) {}

  /** The products on sale of these ids, in id order. */
  cards(productIds: number[]): Promise<sql.CardRow[]> {
    return named(this.db, 'catalog.cards', sql.OF_IDS, [productIds]);
  }

  /** Refuses an id that no product has, by the name of the field that carries it; holds the others till the end. */
  async refuseUnknown(tx: EntityManager, field: string, productIds: number[]): Promise<void> {
    const rows = await named<{ id: number }>(tx, 'catalog.known', sql.KNOWN_PRODUCTS, [productIds]);
    const known = new Set(rows.map(({ id }) => id));
    const unknown = productIds.find((id) => !known.has(id));
    if (unknown !== undefined) throw DomainError.field(field, `id为${unknown}的商品不存在`);
  }

  async recent(count: number): Promise<sql.CardRow[]> {
    const cards = await named<sql.CardRow>(this.db, 'catalog.recent', sql.RECENT, [count]);
    if (cards.length === 0) throw new DomainError('productNotFound');
    return cards;
  }

  async ofCategory(id: number): Promise<sql.CardRow[]> {
    const cards = await named<sql.CardRow>(this.db, 'catalog.ofCategory', sql.OF_CATEGORY, [id]);
    if (cards.length === 0) throw new DomainError('productNotFound');
    return cards;
  }

  async product(id: number): Promise<sql.ProductRow> {
    const [product] = await named<sql.ProductRow>(this.db, 'catalog.product', sql.PRODUCT, [id]);
    if (!product) throw new DomainError('productNotFound');
    return product;
  }

  async categories(): Promise<sql.CategoryRow[]> {
    const categories = await named<sql.CategoryRow>(this.db, 'catalog.categories', sql.CATEGORIES, []);
    if (categories.length === 0) throw new DomainError('categoryNotFound');
    return categories;
  }
}
