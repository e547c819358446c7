import { DomainError } from '@app/common';
import { cleanGif } from './picture-gif';
import { cleanJpeg } from './picture-jpeg';
import type { CleanPicture } from './picture-parts';
import type { PictureType } from './picture-path';
import { cleanPng } from './picture-png';
import { cleanWebp } from './picture-webp';

const MAX_SIDE = 8000;

/** By their first bytes, whatever the sender calls them: a drawing in XML or a page called a picture is none of these. */
const FORMATS: [type: PictureType, begins: RegExp, clean: (bytes: Buffer) => CleanPicture][] = [
  ['image/jpeg', /^\xff\xd8\xff/, cleanJpeg],
  ['image/png', /^\x89PNG\r\n.\n/, cleanPng],
  ['image/webp', /^RIFF[^]{4}WEBP/, cleanWebp],
  ['image/gif', /^GIF8[79]a/, cleanGif],
];

/** What of an uploaded file is kept: the picture, without where, when and with what it was taken. */
export function cleanPicture(bytes: Buffer): CleanPicture & { mediaType: PictureType } {
  const head = bytes.toString('latin1', 0, 16);
  const [format] = FORMATS.filter(([, begins]) => begins.test(head));
  if (!format) throw new DomainError('pictureUnsupported');

  const [mediaType, , clean] = format;
  const picture = clean(bytes);
  if (!isSide(picture.width) || !isSide(picture.height)) throw new DomainError('pictureOversized');
  return { mediaType, ...picture };
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= MAX_SIDE;
}
