import { DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CATEGORIES, type CategoryRow } from './catalog-sql';
import { PictureService } from './picture.service';

export interface CategoryWish {
  name: string;
  description?: string;
  pictureId: number;
}

/** What is undefined stays as it is. */
export type CategoryEdit = Partial<CategoryWish>;

/** A new one stands behind the others. */
const INSERT = `
  insert into category (name, description, picture_id, position)
  values ($1, $2, $3, (select coalesce(max(position), 0) + 1 from category)) returning id`;

const UPDATE = `
  UPDATE category SET name = COALESCE($2, name), description = COALESCE($3, description),
                      picture_id = COALESCE($4, picture_id)
   WHERE id = $1 RETURNING id`;

/** Of one row that is locked: a product that is put into it meanwhile waits, and then finds none. */
const LOCK = 'select id from category where id = $1 for update';
const IS_USED = 'select from product where category_id = $1 limit 1';
const DELETE = 'delete from category where id = $1';

/** Those that are not named stay behind those that are. */
const ORDER = `
  update category set position = coalesce(array_position($1::int4[], id), cardinality($1::int4[]) + 1)`;
const KNOWN = 'select id from category where id = any($1::int4[])';

@Injectable()
export class CategoryAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly pictures: PictureService,
  ) {}

  list(): Promise<CategoryRow[]> {
    return named(this.db, 'catalog.categories', CATEGORIES, []);
  }

  /** Answers the category's id. */
  async create({ name, description = '', pictureId }: CategoryWish): Promise<number> {
    await this.pictures.refuseUnknown(this.db, 'picture_id', [pictureId]);
    const params = [name, description, pictureId];
    const [made] = await named<{ id: number }>(this.db, 'category_admin.insert', INSERT, params);
    return made!.id;
  }

  async change(id: number, { name, description, pictureId }: CategoryEdit): Promise<void> {
    await this.pictures.refuseUnknown(this.db, 'picture_id', pictureId === undefined ? [] : [pictureId]);
    const params = [id, name, description, pictureId];
    const changed = await named(this.db, 'category_admin.update', UPDATE, params);
    if (changed.length === 0) throw new DomainError('categoryNotFound');
  }

  remove(id: number): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const found = await named(tx, 'category_admin.lock', LOCK, [id]);
      if (found.length === 0) throw new DomainError('categoryNotFound');
      const used = await named(tx, 'category_admin.is_used', IS_USED, [id]);
      if (used.length > 0) throw new DomainError('categoryInUse');
      await named(tx, 'category_admin.delete', DELETE, [id]);
    });
  }

  async order(ids: number[]): Promise<void> {
    const known = await named<{ id: number }>(this.db, 'category_admin.known', KNOWN, [ids]);
    if (known.length < new Set(ids).size) throw DomainError.field('ids', '有的分类不存在');
    await named(this.db, 'category_admin.order', ORDER, [ids]);
  }
}
