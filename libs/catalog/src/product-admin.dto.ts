import {
  beijingTime,
  DomainError,
  IsFlag,
  IsId,
  IsShortText,
  PageQuery,
  yuanOf,
  type AppConfig,
  KnownNamesOnly,
} from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { pictureUrl } from './picture-path';
import type { AdminProductPage, AdminProductRow, AdminSkuRow } from './product-admin-sql';
import type { ProductWish } from './product-admin.service';
import { SkuBody } from './sku-admin.dto';
import type { NewSku } from './sku-admin.service';

const WRONG_SKU = { message: '规格参数错误' };
const WRONG_PROPERTY = { message: '商品参数列表错误' };
export const WRONG_PICTURES = '图片ID必须是正整数';

export class ProductHead {
  /** @example 雨前龙井 */
  @IsShortText(80)
  name: string;

  /** @example 清明前后采的嫩芽 */
  @IsShortText(50, { optional: true })
  summary?: string;

  /** @example 1 */
  @IsOptional()
  @IsId()
  category_id?: number;

  /**
   * 主图 As `POST admin/picture` answered.
   * @example 1
   */
  @IsId()
  picture_id: number;

  /**
   * 详情图 The pictures of its own page, in this order; left out, none.
   * @example [1, 2]
   */
  @IsOptional()
  @IsId(WRONG_PICTURES, { each: true })
  @ArrayMaxSize(30, { message: '详情图最多30张' })
  @IsArray({ message: WRONG_PICTURES })
  picture_ids?: number[];

  static wishOf(head: ProductHead): ProductWish {
    return {
      name: head.name,
      summary: head.summary,
      categoryId: head.category_id ?? undefined,
      pictureId: head.picture_id,
      pictureIds: head.picture_ids ?? [],
    };
  }
}

export class ProductBody extends ProductHead {
  /** Its skus: one for a product without sizes, else one a size. */
  @Type(() => SkuBody)
  @ValidateNested({ each: true, ...WRONG_SKU })
  @IsObject({ each: true, ...WRONG_SKU })
  @ArrayMaxSize(100, { message: '规格最多100个' })
  @ArrayMinSize(1, { message: '规格不能为空' })
  @IsArray(WRONG_SKU)
  skus: SkuBody[];

  /** Null: no default one, the shopper has to choose 顾客须自选规格. Left out: the one marked `default`, else the first. */
  @ApiProperty({ type: 'integer', nullable: true, required: false })
  @IsOptional()
  @IsIn([null], { message: '新建商品时default_sku_id只能是null，默认规格请用default标记' })
  default_sku_id?: number | null;

  /** Left out, it waits until it is put on sale. */
  @IsOptional()
  @IsBoolean({ message: 'on_sale必须是布尔值' })
  on_sale?: boolean;

  static skusOf({ skus, default_sku_id }: ProductBody): NewSku[] {
    const wishes = skus.map((sku) => SkuBody.newSkuOf(sku));
    const marked = wishes.filter(({ isDefault }) => isDefault).length;
    if (marked > 1) throw DomainError.field('skus', '默认规格只能有一个');
    if (marked === 1 && default_sku_id === null)
      throw DomainError.field('default_sku_id', '已标记默认规格，default_sku_id不能为null');
    const isFirstMeant = marked === 0 && default_sku_id !== null;
    return wishes.map((sku, place) => ({
      ...sku,
      isDefault: sku.isDefault || (isFirstMeant && place === 0),
    }));
  }
}

export class PropertyBody {
  /** @example 产地 */
  @IsShortText(30)
  name: string;

  /** @example 浙江杭州 */
  @IsShortText(255)
  detail: string;
}

export class PropertiesBody {
  /** All of them, in the order in which they are shown. */
  @Type(() => PropertyBody)
  @ValidateNested({ each: true, ...WRONG_PROPERTY })
  @IsObject({ each: true, ...WRONG_PROPERTY })
  @ArrayMaxSize(50, { message: '商品参数最多50项' })
  @IsArray(WRONG_PROPERTY)
  properties: PropertyBody[];
}

@KnownNamesOnly()
export class ProductQuery extends PageQuery {
  /** 名称 A part of the name. */
  @IsShortText(80, { optional: true })
  name?: string;

  @IsOptional()
  @IsId()
  category_id?: number;

  /** 上架 true or false; left out, all. */
  @IsOptional()
  @IsFlag()
  on_sale?: boolean;
}

export class AdminSkuView {
  id: number;
  spec: string;
  code: string | null;
  /** @example 19.90 */
  price: string;
  /** False: switched off, and offered to nobody. */
  enabled: boolean;
  /** 可售 For sale. */
  stock: number;
  /** 占用 Held by unpaid orders. */
  reserved: number;
  /** 已售 */
  sold: number;

  static of({ priceFen, isEnabled, ...sku }: AdminSkuRow): AdminSkuView {
    const { id, spec, code, stock, reserved, sold } = sku;
    return { id, spec, code, price: yuanOf(priceFen), enabled: isEnabled, stock, reserved, sold };
  }
}

export class AdminProductView {
  id: number;
  name: string;
  summary: string | null;
  category_id: number | null;
  picture_id: number;
  main_img_url: string;
  on_sale: boolean;
  /** 默认规格 Priced, counted and sold where no sku is named; null: the shopper has to choose 顾客须自选规格. */
  default_sku_id: number | null;
  /** @example 2026-01-01 08:30:00 */
  create_time: string;
  skus: AdminSkuView[];

  static of(row: AdminProductRow, config: AppConfig): AdminProductView {
    return {
      id: row.id,
      name: row.name,
      summary: row.summary,
      category_id: row.categoryId,
      picture_id: row.pictureId,
      main_img_url: pictureUrl(config, row.img),
      on_sale: row.onSale,
      default_sku_id: row.defaultSkuId,
      create_time: beijingTime(row.createdAt),
      skus: row.skus.map((sku) => AdminSkuView.of(sku)),
    };
  }
}

export class AdminPictureView {
  /** The picture's. */
  id: number;
  url: string;
}

export class AdminProductDetail extends AdminProductView {
  imgs: AdminPictureView[];
  properties: PropertyBody[];

  static page(row: AdminProductPage, config: AppConfig): AdminProductDetail {
    const imgs = row.imgs.map(({ id, path }) => ({ id, url: pictureUrl(config, path) }));
    return { ...AdminProductView.of(row, config), imgs, properties: row.properties };
  }
}

export class AdminProductsPage {
  /** @example 1 */
  current_page: number;
  data: AdminProductView[];
}
