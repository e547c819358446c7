import { CatalogService, PictureService, type CardRow } from '@app/catalog';
import { DomainError } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

export interface BannerView {
  id: number;
  name: string;
  description: string;
  items: { keyWord: string; type: number; url: string }[];
}

export interface ThemeView {
  id: number;
  name: string;
  description: string;
  topicUrl: string;
  headUrl: string;
}

type BannerRow = Omit<BannerView, 'items'> & {
  items: { keyWord: string; type: number; pictureId: number }[];
};
type ThemeRow = Pick<ThemeView, 'id' | 'name' | 'description'> & {
  topicPictureId: number;
  headPictureId: number;
  productIds: number[];
};

const BANNER = `
  select id, name, description,
    coalesce((select json_agg(json_build_object(
        'keyWord', key_word, 'type', type, 'pictureId', picture_id
      ) order by banner_item.id)
      from banner_item where banner_id = banner.id), '[]') as items
  from banner where id = $1`;

const THEMES = `
  select id, name, description, topic_picture_id as "topicPictureId", head_picture_id as "headPictureId",
    array(select product_id from theme_product where theme_id = theme.id order by position, product_id) as "productIds"
  from theme where id = any($1::int4[]) order by id`;

/** The home page: banners and themes. Its pictures and products are the catalog's; only their ids stand here. */
@Injectable()
export class ShowcaseService {
  constructor(
    private readonly db: EntityManager,
    private readonly pictures: PictureService,
    private readonly catalog: CatalogService,
  ) {}

  async banner(id: number): Promise<BannerView> {
    const [banner] = await named<BannerRow>(this.db, 'showcase.banner', BANNER, [id]);
    if (!banner) throw new DomainError('bannerNotFound');

    const urls = await this.pictures.urls(banner.items.map((item) => item.pictureId));
    const items = banner.items.map((item) => ({ ...item, url: urls.get(item.pictureId)! }));
    return { ...banner, items };
  }

  /** The themes of these ids, in id order. */
  async themes(ids: number[]): Promise<ThemeView[]> {
    return this.withPictures(await this.rows(ids));
  }

  /** A theme with those of its products that are on sale, in the merchant's order. */
  async theme(id: number): Promise<ThemeView & { products: CardRow[] }> {
    const rows = await this.rows([id]);
    const [themes, products] = await Promise.all([
      this.withPictures(rows),
      this.catalog.cards(rows.flatMap((row) => row.productIds)),
    ]);
    const place = new Map(rows[0]!.productIds.map((productId, index) => [productId, index]));
    return { ...themes[0]!, products: products.toSorted((a, b) => place.get(a.id)! - place.get(b.id)!) };
  }

  private async rows(ids: number[]): Promise<ThemeRow[]> {
    const rows = await named<ThemeRow>(this.db, 'showcase.themes', THEMES, [ids]);
    if (rows.length === 0) throw new DomainError('themeNotFound');
    return rows;
  }

  private async withPictures(rows: ThemeRow[]): Promise<ThemeView[]> {
    const urls = await this.pictures.urls(rows.flatMap((row) => [row.topicPictureId, row.headPictureId]));
    return rows.map((row) => ({
      ...row,
      topicUrl: urls.get(row.topicPictureId)!,
      headUrl: urls.get(row.headPictureId)!,
    }));
  }
}
