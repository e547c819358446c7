import { Clock, DomainError, saidOf, type PageQuery } from '@app/common';
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

/** What is undefined stays as it is; null clears. */
export interface ProductEdit {
  name?: string;
  summary?: string | null;
  categoryId?: number | null;
  pictureId?: number;
  pictureIds?: number[];
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

  /** What is said of the product and of its skus; the rest stays. */
  change(id: number, edit: ProductEdit, { priceFen, defaultSkuId }: SkuChoice): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const current = await this.lock(tx, id);
      await this.refuseUnknown(tx, edit);
      const { name, summary, categoryId, pictureId } = { ...current, ...saidOf(edit) };
      const params = [id, name, summary, categoryId, pictureId];
      await named(tx, 'product_admin.update', sql.UPDATE_PRODUCT, params);
      if (edit.pictureIds) await this.putPictures(tx, id, edit.pictureIds);
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

  private async lock(tx: EntityManager, id: number): Promise<sql.LockedProduct> {
    const [found] = await named<sql.LockedProduct>(tx, 'product_admin.lock', sql.LOCK_PRODUCT, [id]);
    if (!found) throw new DomainError('productNotFound');
    return found;
  }

  private async refuseUnknown(
    tx: EntityManager,
    { pictureId, pictureIds = [], categoryId }: ProductEdit,
  ): Promise<void> {
    await this.pictures.refuseUnknown(tx, 'picture_id', pictureId === undefined ? [] : [pictureId]);
    await this.pictures.refuseUnknown(tx, 'picture_ids', pictureIds);
    if (categoryId === undefined || categoryId === null) return;
    const found = await named(tx, 'product_admin.category', sql.CATEGORY_EXISTS, [categoryId]);
    if (found.length === 0) throw DomainError.field('category_id', `id为${categoryId}的分类不存在`);
  }

  private async putPictures(tx: EntityManager, id: number, pictureIds: number[]): Promise<void> {
    await named(tx, 'product_admin.clear_pictures', sql.CLEAR_PICTURES, [id]);
    await named(tx, 'product_admin.pictures', sql.INSERT_PICTURES, [id, pictureIds]);
  }
}
