import { AppConfig, DomainError, type CursorQuery } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EntityManager } from 'typeorm';
import { cleanPicture } from './picture-cleaning';
import type { CleanPicture } from './picture-parts';
import { pictureOf, pictureUrl, PICTURE_PATH_SQL, type PictureType } from './picture-path';

const BYTES = `select bytes from picture where hash = $1 and media_type = $2`;
/** The size is in the row: the bytes themselves stay where they are. */
const LIST = `
  select id, ${PICTURE_PATH_SQL} as path, octet_length(bytes) as size, created_at as "createdAt"
  from picture where $1::int4 is null or id < $1 order by id desc limit $2`;

const PATHS = `select id, ${PICTURE_PATH_SQL} as path from picture where id = any($1::int4[])`;

/** A picture that is already there keeps its row: the same bytes are the same picture. */
const KEEP = `
  with kept as (
    insert into picture (hash, media_type, bytes) values ($1, $2, $3)
    on conflict (hash) do nothing returning id
  )
  select id from kept union all select id from picture where hash = $1`;

export interface ListedPicture {
  id: number;
  url: string;
  /** Bytes. */
  size: number;
  createdAt: Date;
}

export interface UploadedPicture extends Omit<CleanPicture, 'bytes'> {
  id: number;
  url: string;
  /** Bytes. */
  size: number;
}

/** Pictures live in the database under the hash of their content, so N instances need no shared disk. */
@Injectable()
export class PictureService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
  ) {}

  /** The bytes behind `/images/<file>`. */
  async read(file: string): Promise<{ bytes: Buffer; hash: string; mediaType: PictureType }> {
    const wanted = pictureOf(file);
    if (!wanted) throw new DomainError('routeNotFound');
    const [found] = await named<{ bytes: Buffer }>(this.db, 'picture.bytes', BYTES, [
      wanted.hash,
      wanted.mediaType,
    ]);
    if (!found) throw new DomainError('routeNotFound');
    return { bytes: found.bytes, hash: wanted.hash.toString('hex'), mediaType: wanted.mediaType };
  }

  /** Stores a picture that a person sent, without what his camera wrote into it. */
  async upload(file: Buffer): Promise<UploadedPicture> {
    const { mediaType, bytes, width, height } = cleanPicture(file);
    const id = await this.keep(this.db, mediaType, bytes);
    const urls = await this.urls([id]);
    return { id, url: urls.get(id)!, width, height, size: bytes.length };
  }

  /** The newest first. */
  async list({ before, size }: CursorQuery): Promise<ListedPicture[]> {
    type Row = Omit<ListedPicture, 'url'> & { path: string };
    const rows = await named<Row>(this.db, 'picture.list', LIST, [before ?? null, size]);
    return rows.map(({ path, ...row }) => ({ ...row, url: pictureUrl(this.config, path) }));
  }

  /** Refuses an id that no picture has, by the name of the field that carries it. */
  async refuseUnknown(tx: EntityManager, field: string, ids: number[]): Promise<void> {
    const known = await this.urls(ids, tx);
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw DomainError.field(field, `id为${unknown}的图片不存在`);
  }

  /** Absolute addresses by picture id. */
  async urls(ids: number[], tx = this.db): Promise<Map<number, string>> {
    const rows = await named<{ id: number; path: string }>(tx, 'picture.paths', PATHS, [ids]);
    return new Map(rows.map(({ id, path }) => [id, pictureUrl(this.config, path)]));
  }

  /** Stores a picture once; the id of its row. */
  async keep(tx: EntityManager, mediaType: PictureType, bytes: Buffer): Promise<number> {
    const hash = createHash('sha256').update(bytes).digest();
    const [kept] = await named<{ id: number }>(tx, 'picture.keep', KEEP, [hash, mediaType, bytes]);
    // Another transaction stored the same picture since this statement's snapshot: by now it has committed.
    return kept?.id ?? this.keep(tx, mediaType, bytes);
  }
}
