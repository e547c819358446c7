import { PictureDto } from '@app/catalog';
import type { BannerView } from './showcase.service';

export class BannerItemDto {
  /**
   * The id of what a tap opens.
   * @example 6
   */
  key_word: string;
  /** 0 nothing, 1 a product, 2 a theme. */
  type: number;
  img: PictureDto;
}

export class BannerDto {
  id: number;
  name: string;
  description: string;
  items: BannerItemDto[];

  static of({ id, name, description, items }: BannerView): BannerDto {
    return {
      id,
      name,
      description,
      items: items.map(({ keyWord, type, url }) => ({ key_word: keyWord, type, img: { url } })),
    };
  }
}
