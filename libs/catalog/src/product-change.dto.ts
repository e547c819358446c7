import { IsId, IsShortText, StaysIfLeftOut } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional } from 'class-validator';
import { IsPrice, priceFenOf } from './price';
import { WRONG_PICTURES } from './product-admin.dto';
import type { ProductEdit, SkuChoice } from './product-admin.service';

/** Only what is said is changed 只改所填字段: what is left out stays, null clears it. */
export class ProductChange {
  /** 名称 Left out, it stays. @example 雨前龙井 */
  @StaysIfLeftOut()
  @IsShortText(80)
  name?: string;

  /** 简介 Left out, it stays; null clears it 清空. @example 清明前后采的嫩芽 */
  @IsShortText(50, { optional: true, clearedBy: 'blank' })
  summary?: string | null;

  /** 分类ID Left out, it stays; null takes the product out of its category 移出分类. @example 1 */
  @ApiProperty({ type: 'integer', nullable: true, required: false })
  @IsOptional()
  @IsId()
  category_id?: number | null;

  /** 主图 As `POST admin/picture` answered; left out, it stays. @example 1 */
  @StaysIfLeftOut()
  @IsId()
  picture_id?: number;

  /** 详情图 All pictures of its own page, in this order; left out, they stay; null or `[]` takes them all away 清空. @example [1, 2] */
  @ApiProperty({ type: [Number], nullable: true, required: false })
  @IsOptional()
  @IsId(WRONG_PICTURES, { each: true })
  @ArrayMaxSize(30, { message: '详情图最多30张' })
  @IsArray({ message: WRONG_PICTURES })
  picture_ids?: number[] | null;

  /** Of a product without sizes; left out, it stays. */
  @IsPrice({ optional: true })
  price?: string;

  /** 默认规格 One of its skus that are enabled; null: none, the shopper has to choose 顾客须自选规格; left out, it stays. */
  @ApiProperty({ type: 'integer', nullable: true, required: false })
  @IsOptional()
  @IsId()
  default_sku_id?: number | null;

  static editOf(body: ProductChange): ProductEdit {
    return {
      name: body.name,
      summary: body.summary,
      categoryId: body.category_id,
      pictureId: body.picture_id,
      pictureIds: body.picture_ids === null ? [] : body.picture_ids,
    };
  }

  static choiceOf({ price, default_sku_id }: ProductChange): SkuChoice {
    return { priceFen: price === undefined ? undefined : priceFenOf(price), defaultSkuId: default_sku_id };
  }
}
