import { FromDigits, yuanOf, type AppConfig } from '@app/common';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { CardRow, ProductRow } from './catalog-sql';
import { pictureUrl } from './picture-path';
import { PictureDto } from './picture.dto';

const COUNT = { message: 'count只能在 1 - 15 之间' };

/** `?count=` of the newest products. */
export class RecentQuery {
  @IsOptional()
  @FromDigits()
  @IsInt(COUNT)
  @Min(1, COUNT)
  @Max(15, COUNT)
  count: number = 15;
}

/** A product in the home page's and a category's list. */
export class ProductCardDto {
  id: number;
  /** @example 雨前龙井 */
  name: string;
  /**
   * Yuan, of the default sku 默认规格的价格; where the shopper has to choose, the lowest.
   * @example 19.99
   */
  price: string;
  /** Of the default sku 默认规格的库存; where the shopper has to choose, of all skus together. */
  stock: number;
  main_img_url: string;
  img_id: number;

  static of(card: CardRow, config: AppConfig): ProductCardDto {
    return {
      id: card.id,
      name: card.name,
      price: yuanOf(card.priceFen),
      stock: card.stock,
      main_img_url: pictureUrl(config, card.img),
      img_id: card.pictureId,
    };
  }
}

/** A product in a theme's list: there the summary shows. */
export class ProductSummaryDto extends ProductCardDto {
  summary: string | null;

  static override of(card: CardRow, config: AppConfig): ProductSummaryDto {
    return { ...ProductCardDto.of(card, config), summary: card.summary };
  }
}

export class ProductPictureDto {
  id: number;
  order: number;
  img_url: PictureDto;
}

export class ProductPropertyDto {
  /** @example 产地 */
  name: string;
  /** @example 浙江杭州 */
  detail: string;
}

/** One size, weight or taste of a product. */
export class SkuDto {
  id: number;
  /** @example 250克 */
  spec: string;
  /** @example 128.00 */
  price: string;
  stock: number;
}

/** A product's own page. */
export class ProductDto extends ProductSummaryDto {
  imgs: ProductPictureDto[];
  properties: ProductPropertyDto[];
  /** Only of a product with several: an order may name one by `sku_id`, and has to where no sku is the default. */
  skus?: SkuDto[];

  static override of(product: ProductRow, config: AppConfig): ProductDto {
    return {
      ...ProductSummaryDto.of(product, config),
      imgs: product.imgs.map(({ id, order, path }) => ({
        id,
        order,
        img_url: { url: pictureUrl(config, path) },
      })),
      properties: product.properties,
      ...(product.skus.length > 1 && { skus: product.skus.map(skuOf) }),
    };
  }
}

function skuOf({ id, spec, priceFen, stock }: ProductRow['skus'][number]): SkuDto {
  return { id, spec, price: yuanOf(priceFen), stock };
}
