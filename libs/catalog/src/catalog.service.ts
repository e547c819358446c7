import { DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import * as sql from './catalog-sql';

/** What a shopper asks for: a product, and the sku of it where there are several. */
export interface ProductLine {
  productId: number;
  skuId?: number;
}

/** Everything the shop shows of its goods. Stock read here is only shown; StockService decides. */
@Injectable()
export class CatalogService {
  constructor(private readonly db: EntityManager) {}

  /**
   * The skus behind the lines, in one read: the named one, or all skus of the product where none is named.
   * What does not exist, or is not a sku of that product, is missing from the answer.
   */
  offers(lines: ProductLine[]): Promise<sql.Offer[]> {
    const productIds = lines.map((line) => line.productId);
    const skuIds = lines.map((line) => line.skuId ?? null);
    return named(this.db, 'catalog.offers', sql.OFFERS, [productIds, skuIds]);
  }

  /** The products on sale of these ids, in id order. */
  cards(productIds: number[]): Promise<sql.CardRow[]> {
    return named(this.db, 'catalog.cards', sql.OF_IDS, [productIds]);
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
