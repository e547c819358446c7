import { IsId, IsShortText, StaysIfLeftOut } from '@app/common';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import type { CategoryEdit, CategoryWish } from './category-admin.service';

const WRONG_ORDER = 'ids必须是分类ID的列表';

export class CategoryBody {
  /** @example 山茶 */
  @IsShortText(50)
  name: string;

  /** @example 高山上的茶 */
  @IsShortText(100, { optional: true })
  description?: string;

  /**
   * As `POST admin/picture` answered.
   * @example 1
   */
  @IsId()
  picture_id: number;

  static wishOf({ name, description, picture_id }: CategoryBody): CategoryWish {
    return { name, description, pictureId: picture_id };
  }
}

/** Only what is said is changed 只改所填字段: what is left out stays, null clears it. */
export class CategoryChange {
  /** 名称 Left out, it stays. @example 山茶 */
  @StaysIfLeftOut()
  @IsShortText(50)
  name?: string;

  /** 说明 Left out, it stays; null clears it 清空. @example 高山上的茶 */
  @IsShortText(100, { optional: true, clearedBy: 'blank' })
  description?: string | null;

  /** 图片ID As `POST admin/picture` answered; left out, it stays. @example 1 */
  @StaysIfLeftOut()
  @IsId()
  picture_id?: number;

  static editOf({ name, description, picture_id }: CategoryChange): CategoryEdit {
    return { name, description: description === null ? '' : description, pictureId: picture_id };
  }
}

export class CategoryOrder {
  /**
   * In the order in which clients show them; what is not named stands behind.
   * @example [2, 1]
   */
  @IsId(WRONG_ORDER, { each: true })
  @ArrayMaxSize(200, { message: WRONG_ORDER })
  @ArrayMinSize(1, { message: WRONG_ORDER })
  @IsArray({ message: WRONG_ORDER })
  ids: number[];
}
