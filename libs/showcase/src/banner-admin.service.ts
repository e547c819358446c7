import { CatalogService, PictureService } from '@app/catalog';
import { DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BannerTarget } from './banner.entity';
import { LIST_BANNERS, type AdminBannerItemRow, type AdminBannerRow } from './showcase-admin-sql';

export interface BannerItemWish {
  pictureId: number;
  type: BannerTarget;
  /** Of the product or the theme that a tap opens. */
  targetId?: number;
}

/** What is undefined stays as it is. */
export interface BannerEdit {
  name?: string;
  description?: string;
}

const INSERT = 'insert into banner (name, description) values ($1, $2) returning id';
const UPDATE = `
  UPDATE banner SET name = COALESCE($2, name), description = COALESCE($3, description)
   WHERE id = $1 RETURNING id`;
const LOCK = 'select id from banner where id = $1 for update';
const HAS_ITEMS = 'select from banner_item where banner_id = $1 limit 1';
const DELETE = 'delete from banner where id = $1';
const CLEAR = 'delete from banner_item where banner_id = $1';

/** Clients show the items by id: they get new ones, in the order in which they were said. */
const PUT_ITEMS = `
  insert into banner_item (banner_id, picture_id, type, key_word)
  select $1, picture_id, type, key_word
  from unnest($2::int4[], $3::int2[], $4::text[]) with ordinality as wanted (picture_id, type, key_word, n)
  order by n`;
const THEMES = 'select id from theme where id = any($1::int4[]) for key share';

@Injectable()
export class BannerAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly pictures: PictureService,
    private readonly catalog: CatalogService,
  ) {}

  async list(): Promise<(AdminBannerRow & { urls: Map<number, string> })[]> {
    const rows = await named<AdminBannerRow>(this.db, 'banner_admin.list', LIST_BANNERS, []);
    const items = rows.flatMap((row): AdminBannerItemRow[] => row.items);
    const urls = await this.pictures.urls(items.map(({ pictureId }) => pictureId));
    return rows.map((row) => ({ ...row, urls }));
  }

  /** Answers the banner's id. */
  async create(name: string, description = ''): Promise<number> {
    const [made] = await named<{ id: number }>(this.db, 'banner_admin.insert', INSERT, [name, description]);
    return made!.id;
  }

  async change(id: number, { name, description }: BannerEdit): Promise<void> {
    const changed = await named(this.db, 'banner_admin.update', UPDATE, [id, name, description]);
    if (changed.length === 0) throw new DomainError('bannerNotFound');
  }

  /** All its pictures, in the order in which they are shown. */
  putItems(id: number, items: BannerItemWish[]): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      await this.refuseUnknown(tx, items);
      await named(tx, 'banner_admin.clear', CLEAR, [id]);
      await named(tx, 'banner_admin.items', PUT_ITEMS, [
        id,
        items.map(({ pictureId }) => pictureId),
        items.map(({ type }) => type),
        items.map(({ targetId }) => (targetId === undefined ? '' : String(targetId))),
      ]);
    });
  }

  remove(id: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      await this.lock(tx, id);
      const items = await named(tx, 'banner_admin.has_items', HAS_ITEMS, [id]);
      if (items.length > 0) throw new DomainError('bannerInUse');
      await named(tx, 'banner_admin.delete', DELETE, [id]);
    });
  }

  private async lock(tx: EntityManager, id: number): Promise<void> {
    const found = await named(tx, 'banner_admin.lock', LOCK, [id]);
    if (found.length === 0) throw new DomainError('bannerNotFound');
  }

  private async refuseUnknown(tx: EntityManager, items: BannerItemWish[]): Promise<void> {
    await this.pictures.refuseUnknown(
      tx,
      'items',
      items.map(({ pictureId }) => pictureId),
    );
    await this.catalog.refuseUnknown(tx, 'items', targets(items, BannerTarget.Product));
    const themeIds = targets(items, BannerTarget.Theme);
    const themes = await named(tx, 'banner_admin.themes', THEMES, [themeIds]);
    if (themes.length < new Set(themeIds).size) throw DomainError.field('items', '有的专题不存在');
  }
}

function targets(items: BannerItemWish[], wanted: BannerTarget): number[] {
  return items.flatMap(({ type, targetId }) => (type === wanted && targetId !== undefined ? [targetId] : []));
}
