import { IsShortText } from '@app/common';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsPrice, priceFenOf } from './price';
import type { NewSku, SkuEdit } from './sku-admin.service';

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

/** Only what is said is changed 只改所填字段: what is left out stays, null clears it. */
export class SkuChange {
  /** 规格名称 Left out, it stays; null takes it away, of a product with one sku alone 清空. @example 500克 */
  @IsShortText(60, { optional: true, clearedBy: 'null' })
  spec?: string | null;

  /** 价格 元 Yuan; left out, it stays. */
  @IsPrice({ optional: true })
  price?: string;

  /** 商家编码 Left out, it stays; null takes it away 清空. @example TEA-500 */
  @IsShortText(40, { optional: true, clearedBy: 'null' })
  code?: string | null;

  static editOf({ spec, price, code }: SkuChange): SkuEdit {
    const priceFen = price === undefined ? undefined : priceFenOf(price);
    return { spec: spec === null ? '' : spec, priceFen, code };
  }
}
