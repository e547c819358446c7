import { PictureDto } from '@app/catalog';
import { IsId, IsShortText } from '@app/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { BannerTarget } from './banner.entity';
import type { BannerItemWish } from './banner-admin.service';
import type { AdminBannerRow, AdminThemeRow } from './showcase-admin-sql';
import type { ThemeWish } from './theme-admin.service';

const WRONG_PRODUCTS = { message: 'product_ids必须是不重复的商品ID列表' };
const WRONG_ITEMS = { message: '轮播图内容参数错误' };
const TARGETS = [BannerTarget.Nothing, BannerTarget.Product, BannerTarget.Theme];

export class ThemeBody {
  /** @example 今日采茶 */
  @IsShortText(50)
  name: string;

  /** @example 山里来的新茶 */
  @IsShortText(255, { optional: true })
  description?: string;

  /**
   * Drawn on the home page.
   * @example 1
   */
  @IsId()
  topic_picture_id: number;

  /**
   * Drawn above the theme's own page.
   * @example 1
   */
  @IsId()
  head_picture_id: number;

  static wishOf({ name, description, topic_picture_id, head_picture_id }: ThemeBody): ThemeWish {
    return { name, description, topicPictureId: topic_picture_id, headPictureId: head_picture_id };
  }
}

export class ThemeProductsBody {
  /**
   * All of them, in the order in which they are shown.
   * @example [2, 1]
   */
  @IsId(WRONG_PRODUCTS.message, { each: true })
  @ArrayUnique(WRONG_PRODUCTS)
  @ArrayMaxSize(200, WRONG_PRODUCTS)
  @IsArray(WRONG_PRODUCTS)
  product_ids: number[];
}

export class AdminThemeView {
  id: number;
  name: string;
  description: string;
  topic_picture_id: number;
  head_picture_id: number;
  topic_img: PictureDto;
  head_img: PictureDto;
  product_ids: number[];

  static of(row: AdminThemeRow & { topicUrl: string; headUrl: string }): AdminThemeView {
    return {
      id: row.id,
      name: row.name,
      description: row.description,
      topic_picture_id: row.topicPictureId,
      head_picture_id: row.headPictureId,
      topic_img: { url: row.topicUrl },
      head_img: { url: row.headUrl },
      product_ids: row.productIds,
    };
  }
}

export class BannerBody {
  /** @example 首页 */
  @IsShortText(50)
  name: string;

  /** @example 首页轮播 */
  @IsShortText(255, { optional: true })
  description?: string;
}

export class BannerItemBody {
  /** @example 1 */
  @IsId(WRONG_ITEMS.message)
  picture_id: number;

  /** 0 opens nothing, 1 a product, 2 a theme. */
  @IsIn(TARGETS, WRONG_ITEMS)
  type: BannerTarget;

  /**
   * The id of what a tap opens; of nothing, none.
   * @example 6
   */
  @ValidateIf((item: BannerItemBody) => item.type !== BannerTarget.Nothing)
  @IsId(WRONG_ITEMS.message)
  key_word?: number;

  static wishOf({ picture_id, type, key_word }: BannerItemBody): BannerItemWish {
    return { pictureId: picture_id, type, targetId: type === BannerTarget.Nothing ? undefined : key_word };
  }
}

export class BannerItemsBody {
  /** All of them, in the order in which they are shown. */
  @Type(() => BannerItemBody)
  @ValidateNested({ each: true, ...WRONG_ITEMS })
  @IsObject({ each: true, ...WRONG_ITEMS })
  @ArrayMaxSize(20, { message: '轮播图最多20张' })
  @IsArray(WRONG_ITEMS)
  items: BannerItemBody[];
}

export class AdminBannerItemView {
  picture_id: number;
  type: number;
  key_word: string;
  img: PictureDto;
}

export class AdminBannerView {
  id: number;
  name: string;
  description: string;
  items: AdminBannerItemView[];

  static of({
    id,
    name,
    description,
    items,
    urls,
  }: AdminBannerRow & { urls: Map<number, string> }): AdminBannerView {
    return {
      id,
      name,
      description,
      items: items.map(({ pictureId, type, keyWord }) => ({
        picture_id: pictureId,
        type,
        key_word: keyWord,
        img: { url: urls.get(pictureId)! },
      })),
    };
  }
}
