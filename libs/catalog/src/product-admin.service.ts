import { Clock, DomainError, type PageQuery } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { PictureService } from './picture.service';
import * as sql from './product-admin-sql';
import { SkuAdminService, type NewSku } from './sku-admin.service';

export interface ProductWish {
  name: string;
  summary?: string;
  categoryId?: number;
  pictureId: number;
  /** Of the product's own page, in this order. */
  pictureIds: number[];
}

/** What is undefined stays as it is. */
export interface SkuChoice {
  /** Where there is one sku. */
  priceFen?: number;
  /** Null: the shopper has to choose. */
  defaultSkuId?: number | null;
}

export interface ProductFilter extends PageQuery {
  name?: string;
  category_id?: number;
  on_sale?: boolean;
}

/** The merchant's goods. An order keeps a copy of what it bought, so nothing here reaches back into one. */
@Injectable()
export class ProductAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly pictures: PictureService,
    private readonly skus: SkuAdminService,
  ) {}

  list({ name = '', category_id, on_sale, size, skip }: ProductFilter): Promise<sql.AdminProductRow[]> {
    const params = [name, category_id, on_sale, size, skip];
    return named(this.db, 'product_admin.list', sql.LIST_PRODUCTS, params);
  }

  async one(id: number): Promise<sql.AdminProductPage> {
    const rows = await named<sql.AdminProductPage>(this.db, 'product_admin.one', sql.ADMIN_PRODUCT, [id]);
    if (!rows[0]) throw new DomainError('productNotFound');
    return rows[0];
  }

  /** Answers the product's id. */
  create(wish: ProductWish, skus: NewSku[], onSale: boolean): Promise<number> {
    return inTransaction(this.db, async (tx) => {
      await this.refuseUnknown(tx, wish);
      const { name, summary, categoryId, pictureId } = wish;
      const [made] = await named<{ id: number }>(tx, 'product_admin.insert', sql.INSERT_PRODUCT, [
        name,
        summary,
        categoryId,
        pictureId,
        onSale,
        this.clock.offset,
      ]);
      await this.putPictures(tx, made!.id, wish.pictureIds);
      await this.skus.insert(tx, made!.id, skus);
      return made!.id;
    });
  }

  /** Everything of the wish as it is said there; of the skus what is said. */
  change(id: number, wish: ProductWish, { priceFen, defaultSkuId }: SkuChoice): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await this.refuseUnknown(tx, wish);
      const { name, summary, categoryId, pictureId } = wish;
      const params = [id, name, summary, categoryId, pictureId];
      await named(tx, 'product_admin.update', sql.UPDATE_PRODUCT, params);
      await this.putPictures(tx, id, wish.pictureIds);
      if (priceFen !== undefined) await this.skus.priceOnly(tx, id, priceFen);
      if (defaultSkuId !== undefined) await this.skus.chooseDefault(tx, id, defaultSkuId);
    });
  }

  putOnSale(id: number, onSale: boolean): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await named(tx, 'product_admin.on_sale', sql.SET_ON_SALE, [id, onSale]);
    });
  }

  /** For good; whoever ordered it still gets it. */
  remove(id: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await named(tx, 'product_admin.delete', sql.DELETE_PRODUCT, [id, this.clock.offset]);
    });
  }

  putProperties(id: number, properties: { name: string; detail: string }[]): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await named(tx, 'product_admin.clear_properties', sql.CLEAR_PROPERTIES, [id]);
      await named(tx, 'product_admin.properties', sql.INSERT_PROPERTIES, [
        id,
        properties.map(({ name }) => name),
        properties.map(({ detail }) => detail),
      ]);
    });
  }

  private async lock(tx: EntityManager, id: number): Promise<void> {
    const found = await named(tx, 'product_admin.lock', sql.LOCK_PRODUCT, [id]);
    if (found.length === 0) throw new DomainError('productNotFound');
  }

  private async refuseUnknown(tx: EntityManager, wish: ProductWish): Promise<void> {
    await this.pictures.refuseUnknown(tx, 'picture_id', [wish.pictureId]);
    await this.pictures.refuseUnknown(tx, 'picture_ids', wish.pictureIds);
    if (wish.categoryId === undefined) return;
    const found = await named(tx, 'product_admin.category', sql.CATEGORY_EXISTS, [wish.categoryId]);
    if (found.length === 0) throw DomainError.field('category_id', `id为${wish.categoryId}的分类不存在`);
  }

  private async putPictures(tx: EntityManager, id: number, pictureIds: number[]): Promise<void> {
    await named(tx, 'product_admin.clear_pictures', sql.CLEAR_PICTURES, [id]);
    await named(tx, 'product_admin.pictures', sql.INSERT_PICTURES, [id, pictureIds]);
  }
}
