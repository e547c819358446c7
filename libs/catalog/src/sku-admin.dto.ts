import { IsShortText } from '@app/common';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsPrice, priceFenOf } from './price';
import type { NewSku } from './sku-admin.service';

export class SkuBody {
  /**
   * Its name among the others; a product's only one needs none.
   * @example 500克
   */
  @IsShortText(60, { optional: true })
  spec?: string;

  @IsPrice()
  price: string;

  /**
   * 商家编码 The merchant's own name of it, one sku's alone.
   * @example TEA-500
   */
  @IsShortText(40, { optional: true })
  code?: string;

  /**
   * 默认规格 What is priced, counted and sold where no sku is named.
   * @example false
   */
  @IsOptional()
  @IsBoolean({ message: 'default必须是布尔值' })
  default?: boolean;

  static newSkuOf(body: SkuBody): NewSku {
    const { spec = '', price, code } = body;
    return { spec, priceFen: priceFenOf(price)!, code, isDefault: body.default ?? false };
  }
}

/** What is said is changed, the rest stays. */
export class SkuChange {
  /** @example 500克 */
  @IsShortText(60, { optional: true })
  spec?: string;

  @IsPrice({ optional: true })
  price?: string;

  /** @example TEA-500 */
  @IsShortText(40, { optional: true })
  code?: string;
}
