import { IsId, IsShortText, StaysIfLeftOut } from '@app/common';
import type { BannerEdit } from './banner-admin.service';
import type { ThemeEdit } from './theme-admin.service';

/** Only what is said is changed 只改所填字段: what is left out stays, null clears it. */
export class ThemeChange {
  /** 名称 Left out, it stays. @example 今日采茶 */
  @StaysIfLeftOut()
  @IsShortText(50)
  name?: string;

  /** 说明 Left out, it stays; null clears it 清空. @example 山里来的新茶 */
  @IsShortText(255, { optional: true, clearedBy: 'blank' })
  description?: string | null;

  /** 首页图片ID Drawn on the home page; left out, it stays. @example 1 */
  @StaysIfLeftOut()
  @IsId()
  topic_picture_id?: number;

  /** 专题页图片ID Drawn above the theme's own page; left out, it stays. @example 1 */
  @StaysIfLeftOut()
  @IsId()
  head_picture_id?: number;

  static editOf({ name, description, topic_picture_id, head_picture_id }: ThemeChange): ThemeEdit {
    return {
      name,
      description: description === null ? '' : description,
      topicPictureId: topic_picture_id,
      headPictureId: head_picture_id,
    };
  }
}

/** Only what is said is changed 只改所填字段: what is left out stays, null clears it. */
export class BannerChange {
  /** 名称 Left out, it stays. @example 首页 */
  @StaysIfLeftOut()
  @IsShortText(50)
  name?: string;

  /** 说明 Left out, it stays; null clears it 清空. @example 首页轮播 */
  @IsShortText(255, { optional: true, clearedBy: 'blank' })
  description?: string | null;

  static editOf({ name, description }: BannerChange): BannerEdit {
    return { name, description: description === null ? '' : description };
  }
}
