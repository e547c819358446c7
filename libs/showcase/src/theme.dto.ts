import { PictureDto, ProductSummaryDto, type CardRow } from '@app/catalog';
import type { AppConfig } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIdList } from './theme-ids';
import type { ThemeView } from './showcase.service';

/** `?ids=1,2,3` of the home page's themes. */
export class ThemesQuery {
  // Documented as the text it is: as a list, Swagger UI would send `ids=1&ids=2`.
  @ApiProperty({ type: String, example: '1,2,3' })
  @IsIdList('ids参数必须是以逗号分隔的多个正整数')
  ids: number[];
}

export class ThemeDto {
  id: number;
  /** @example 今日采茶 */
  name: string;
  description: string;
  topic_img: PictureDto;
  head_img: PictureDto;

  static of({ id, name, description, topicUrl, headUrl }: ThemeView): ThemeDto {
    return { id, name, description, topic_img: { url: topicUrl }, head_img: { url: headUrl } };
  }
}

/** A theme's own page. */
export class ThemePageDto extends ThemeDto {
  products: ProductSummaryDto[];

  static page(theme: ThemeView & { products: CardRow[] }, config: AppConfig): ThemePageDto {
    const products = theme.products.map((card) => ProductSummaryDto.of(card, config));
    return { ...ThemeDto.of(theme), products };
  }
}
