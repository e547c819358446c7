import { CatalogService, PictureService } from '@app/catalog';
import { DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BannerTarget } from './banner.entity';
import { LIST_THEMES, THEME_PICTURES, type AdminThemeRow } from './showcase-admin-sql';

export interface ThemeWish {
  name: string;
  description?: string;
  topicPictureId: number;
  headPictureId: number;
}

/** What is undefined stays as it is. */
export type ThemeEdit = Partial<ThemeWish>;

const INSERT = `
  insert into theme (name, description, topic_picture_id, head_picture_id) values ($1, $2, $3, $4) returning id`;
const UPDATE = `
  UPDATE theme SET name = COALESCE($2, name), description = COALESCE($3, description),
                   topic_picture_id = COALESCE($4, topic_picture_id),
                   head_picture_id = COALESCE($5, head_picture_id)
   WHERE id = $1 RETURNING id`;

/** A banner that is given this theme meanwhile waits for the lock, and then finds none. */
const LOCK = 'select id from theme where id = $1 for update';
const IS_SHOWN = `select from banner_item where type = ${BannerTarget.Theme} and key_word = $1 limit 1`;
const CLEAR = 'delete from theme_product where theme_id = $1';
const DELETE = 'delete from theme where id = $1';
const PUT_PRODUCTS = `
  insert into theme_product (theme_id, product_id, position)
  select $1, id, n from unnest($2::int4[]) with ordinality as wanted (id, n)`;

@Injectable()
export class ThemeAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly pictures: PictureService,
    private readonly catalog: CatalogService,
  ) {}

  async list(): Promise<(AdminThemeRow & { topicUrl: string; headUrl: string })[]> {
    const rows = await named<AdminThemeRow>(this.db, 'theme_admin.list', LIST_THEMES, []);
    const urls = await this.pictures.urls(rows.flatMap(THEME_PICTURES));
    return rows.map((row) => ({
      ...row,
      topicUrl: urls.get(row.topicPictureId)!,
      headUrl: urls.get(row.headPictureId)!,
    }));
  }

  /** Answers the theme's id. */
  async create({ description = '', ...wish }: ThemeWish): Promise<number> {
    await this.refuseUnknown(wish);
    const params = paramsOf({ ...wish, description });
    const [made] = await named<{ id: number }>(this.db, 'theme_admin.insert', INSERT, params);
    return made!.id;
  }

  async change(id: number, edit: ThemeEdit): Promise<void> {
    await this.refuseUnknown(edit);
    const changed = await named(this.db, 'theme_admin.update', UPDATE, [id, ...paramsOf(edit)]);
    if (changed.length === 0) throw new DomainError('themeNotFound');
  }

  /** All its products, in the order in which they are shown. */
  putProducts(id: number, productIds: number[]): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await this.catalog.refuseUnknown(tx, 'product_ids', productIds);
      await named(tx, 'theme_admin.clear', CLEAR, [id]);
      await named(tx, 'theme_admin.products', PUT_PRODUCTS, [id, productIds]);
    });
  }

  remove(id: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      const shown = await named(tx, 'theme_admin.is_shown', IS_SHOWN, [String(id)]);
      if (shown.length > 0) throw new DomainError('themeInUse');
      await named(tx, 'theme_admin.clear', CLEAR, [id]);
      await named(tx, 'theme_admin.delete', DELETE, [id]);
    });
  }

  private async lock(tx: EntityManager, id: number): Promise<void> {
    const found = await named(tx, 'theme_admin.lock', LOCK, [id]);
    if (found.length === 0) throw new DomainError('themeNotFound');
  }

  private async refuseUnknown({ topicPictureId, headPictureId }: ThemeEdit): Promise<void> {
    const pictures = Object.entries({ topic_picture_id: topicPictureId, head_picture_id: headPictureId });
    for (const [field, id] of pictures)
      if (id !== undefined) await this.pictures.refuseUnknown(this.db, field, [id]);
  }
}

function paramsOf({ name, description, topicPictureId, headPictureId }: ThemeEdit): unknown[] {
  return [name, description, topicPictureId, headPictureId];
}
