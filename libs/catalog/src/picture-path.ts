import type { AppConfig } from '@app/common';

/** Where pictures are served, outside of the API's prefix. */
export const PICTURE_ROUTE = 'images/:file';

const EXTENSION = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
} as const;

export type PictureType = keyof typeof EXTENSION;

/** A picture's path below IMAGE_URL, in a statement that reads `picture`; the name is the hash of the content. */
export const PICTURE_PATH_SQL = `
  '/images/' || encode(picture.hash, 'hex') || '.' ||
  case picture.media_type ${Object.entries(EXTENSION)
    .map(([type, extension]) => `when '${type}' then '${extension}'`)
    .join(' ')} end`;

/** `<hash>.<png|jpg|webp|gif>` → what to look up; undefined for every other name. */
export function pictureOf(file: string): { hash: Buffer; mediaType: PictureType } | undefined {
  const [, hash, extension] = /^([0-9a-f]{64})\.(png|jpg|webp|gif)$/.exec(file) ?? [];
  const [mediaType] = Object.entries(EXTENSION).find(([, known]) => known === extension) ?? [];
  if (!hash || !mediaType) return undefined;
  return { hash: Buffer.from(hash, 'hex'), mediaType: mediaType as PictureType };
}

/** The absolute address of a path below IMAGE_URL, as clients put it into an image's src. */
export function pictureUrl(config: AppConfig, path: string): string {
  return config.IMAGE_URL + path;
}
