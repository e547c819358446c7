import { beijingTime, nextCursor, type CursorQuery } from '@app/common';
import type { ListedPicture } from './picture.service';

/** A picture as it was stored; wherever one is shown, its `id` names it. */
export class UploadedPictureDto {
  id: number;
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….jpg
   */
  url: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Bytes. */
  size: number;
}

/** A picture as clients read it. */
export class PictureDto {
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….png
   */
  url: string;
}

export class ListedPictureDto {
  /** What goods, categories, themes and banners name it by. */
  id: number;
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….jpg
   */
  url: string;
  /** Bytes. */
  size: number;
  /** @example 2026-01-01 08:30:00 */
  create_time: string;
}

export class PicturePage {
  data: ListedPictureDto[];
  /** `before` of the next page; null where there is none. */
  next: number | null;

  static of(rows: ListedPicture[], query: CursorQuery): PicturePage {
    const data = rows.map(({ id, url, size, createdAt }) => ({
      id,
      url,
      size,
      create_time: beijingTime(createdAt),
    }));
    return { data, next: nextCursor(rows, query) };
  }
}
