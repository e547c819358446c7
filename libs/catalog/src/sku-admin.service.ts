import { Clock, DomainError, saidOf } from '@app/common';
import { inTransaction, named, sqlStateOf } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import * as sql from './product-admin-sql';
import { faultOfSkus } from './sku-rules';

export interface SkuWish {
  spec: string;
  priceFen: number;
  /** The merchant's own name of it. */
  code?: string;
}

/** What is undefined stays as it is; a code that is null is taken away. */
export interface SkuEdit {
  spec?: string;
  priceFen?: number;
  code?: string | null;
  isEnabled?: boolean;
}

export interface NewSku extends SkuWish {
  isDefault: boolean;
}

interface SkuRow {
  id: number;
  spec: string;
  priceFen: number;
  code: string | null;
  isEnabled: boolean;
}

interface ProductRow {
  id: number;
  defaultSkuId: number | null;
}

const UNIQUE_VIOLATION = '23505';

/** The sizes of a product, always changed under its lock, so that two changes together keep its rules too. */
@Injectable()
export class SkuAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** One more sku of a product; answers its id. */
  add(productId: number, wish: NewSku): Promise<number> {
    return this.keepingCodesApart(async (tx) => {
      const found = await named(tx, 'product_admin.lock', sql.LOCK_PRODUCT, [productId]);
      if (found.length === 0) throw new DomainError('productNotFound');
      const skus = await this.ofProduct(tx, productId);
      refuseFaulty([...skus, { ...wish, isEnabled: true }]);
      const [id] = await this.insert(tx, productId, [wish]);
      return id!;
    });
  }

  /** What is said of a sku; the rest stays. Where a default sku is disabled, the first enabled one is it from then on. */
  change(id: number, edit: SkuEdit): Promise<void> {
    return this.keepingCodesApart(async (tx) => {
      const [product] = await named<ProductRow>(tx, 'sku_admin.product', sql.PRODUCT_OF_SKU, [id]);
      if (!product) throw new DomainError('skuNotFound');
      const skus = await this.ofProduct(tx, product.id);
      const changed = { ...skus.find((sku) => sku.id === id)!, ...saidOf(edit) };
      const after = skus.map((sku) => (sku.id === id ? changed : sku));
      refuseFaulty(after);
      await this.update(tx, changed);
      if (product.defaultSkuId === id && !changed.isEnabled)
        await this.setDefault(tx, product.id, after.find((sku) => sku.isEnabled)!.id);
    });
  }

  /** Skus of a product that the caller holds; their ids in the same order. */
  async insert(tx: EntityManager, productId: number, wishes: NewSku[]): Promise<number[]> {
    const made = await named<{ id: number }>(tx, 'sku_admin.insert', sql.INSERT_SKUS, [
      productId,
      wishes.map(({ spec }) => spec),
      wishes.map(({ priceFen }) => priceFen),
      wishes.map(({ code }) => code ?? null),
    ]);
    const preferred = made[wishes.findIndex(({ isDefault }) => isDefault)];
    if (preferred) await this.setDefault(tx, productId, preferred.id);
    return made.map(({ id }) => id);
  }

  /** Of a product that the caller holds: the sku that is meant where none is named; null: the shopper has to choose. */
  async chooseDefault(tx: EntityManager, productId: number, skuId: number | null): Promise<void> {
    const skus = await this.ofProduct(tx, productId);
    if (skuId !== null && !skus.some(({ id, isEnabled }) => id === skuId && isEnabled))
      throw DomainError.field('default_sku_id', `id为${skuId}的规格不是该商品启用的规格`);
    await this.setDefault(tx, productId, skuId);
  }

  /** The price of a product that the caller holds, where it has one sku alone. */
  async priceOnly(tx: EntityManager, productId: number, priceFen: number): Promise<void> {
    const enabled = (await this.ofProduct(tx, productId)).filter((sku) => sku.isEnabled);
    if (enabled.length !== 1) throw new DomainError('severalSkus');
    await this.update(tx, { ...enabled[0]!, priceFen });
  }

  /** A code is one sku's among all products; the database alone can tell while others write. */
  async keepingCodesApart<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await inTransaction(this.db, work);
    } catch (error) {
      if (sqlStateOf(error) === UNIQUE_VIOLATION) throw new DomainError('codeTaken', { cause: error });
      throw error;
    }
  }

  private ofProduct(tx: EntityManager, productId: number): Promise<SkuRow[]> {
    return named(tx, 'sku_admin.of_product', sql.SKUS_OF_PRODUCT, [productId]);
  }

  private async setDefault(tx: EntityManager, productId: number, skuId: number | null): Promise<void> {
    await named(tx, 'sku_admin.set_default', sql.SET_DEFAULT_SKU, [productId, skuId]);
  }

  private async update(tx: EntityManager, sku: SkuRow): Promise<void> {
    const params = [sku.id, sku.spec, sku.priceFen, sku.code, sku.isEnabled, this.clock.offset];
    await named(tx, 'sku_admin.update', sql.UPDATE_SKU, params);
  }
}

function refuseFaulty(skus: Pick<SkuRow, 'spec' | 'isEnabled'>[]): void {
  const fault = faultOfSkus(skus);
  if (fault) throw new DomainError(fault);
}
