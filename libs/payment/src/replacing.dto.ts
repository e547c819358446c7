import { DomainError, fenOf, IsId } from '@app/common';
import type { NewPrices } from '@app/order';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsOptional,
  Matches,
  ValidateNested,
} from 'class-validator';

const WRONG_LINE = { message: '改价商品参数错误' };
const YUAN = /^\d{1,7}(\.\d{1,2})?$/;

export class NewPriceBody {
  @IsId(WRONG_LINE.message)
  sku_id: number;

  /** 单价 元 Yuan a piece. @example 18.00 */
  @Matches(YUAN, { message: 'price必须是两位小数以内的金额' })
  price: string;
}

export class ReplaceBody {
  /** What is not named costs what it did. */
  @Type(() => NewPriceBody)
  @ValidateNested({ each: true, ...WRONG_LINE })
  @IsObject({ each: true, ...WRONG_LINE })
  @ArrayMaxSize(100, { message: '改价商品最多100项' })
  @ArrayMinSize(1, { message: '改价商品不能为空' })
  @IsArray(WRONG_LINE)
  lines: NewPriceBody[];

  /** 运费 元 Left out, as it was. @example 0.00 */
  @IsOptional()
  @Matches(/^\d{1,4}(\.\d{1,2})?$/, { message: 'freight必须是两位小数以内的金额' })
  freight?: string;

  static pricesOf({ lines, freight }: ReplaceBody): NewPrices {
    const prices = lines.map(({ sku_id, price }) => ({ skuId: sku_id, priceFen: fenOf(price) }));
    if (prices.some(({ priceFen }) => priceFen === 0)) throw DomainError.field('lines', 'price必须大于0');
    if (new Set(prices.map(({ skuId }) => skuId)).size < prices.length)
      throw DomainError.field('lines', 'sku_id重复');
    return { prices, freightFen: freight === undefined ? undefined : fenOf(freight) };
  }
}

export class ReplacedOrder {
  /** @example 201 */
  code: number = 201;
  /** @example ok */
  msg: string = 'ok';
  /** @example 0 */
  errorCode: number = 0;
  /** The new order; null while WeChat still has to close the old one: `admin/order/:id` then tells `replaced_by`. */
  order_id: number | null;

  static of(orderId: number | null): ReplacedOrder {
    return Object.assign(new ReplacedOrder(), { order_id: orderId });
  }
}
