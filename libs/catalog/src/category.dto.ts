import type { AppConfig } from '@app/common';
import type { CategoryRow } from './catalog-sql';
import { pictureUrl } from './picture-path';
import { PictureDto } from './picture.dto';

export class CategoryDto {
  id: number;
  /** @example 山茶 */
  name: string;
  description: string;
  topic_img_id: number;
  img: PictureDto;
  /** The same picture under the name that some clients read. */
  topic_img: PictureDto;

  static of(category: CategoryRow, config: AppConfig): CategoryDto {
    const img = { url: pictureUrl(config, category.img) };
    return {
      id: category.id,
      name: category.name,
      description: category.description,
      topic_img_id: category.pictureId,
      img,
      topic_img: img,
    };
  }
}
