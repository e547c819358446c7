import { IsId, IsShortText } from '@app/common';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import type { CategoryWish } from './category-admin.service';

const WRONG_ORDER = 'ids必须是分类ID的列表';

/** All of it is replaced: what is left out is none. */
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
