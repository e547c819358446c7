import { DomainError } from '@app/common';
import { PictureBytes, type CleanPicture } from './picture-parts';

const HEADER_BYTES = 12;
const EXIF_AND_XMP = 0x08 | 0x04;

/** What is drawn; EXIF, XMP and chunks that nobody knows are left out. */
const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

export function cleanWebp(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const fileEnd = 8 + file.little(4, 4);
  const kept: Buffer[] = [];
  let pixels: { width: number; height: number } | undefined;

  for (let at = HEADER_BYTES; at < fileEnd;) {
    const type = file.text(at, 4);
    const size = file.little(at + 4, 4);
    // A chunk of an odd size is followed by a byte that nothing is said of.
    const end = at + 8 + size + (size % 2);
    if (KEPT.has(type)) kept.push(type === 'VP8X' ? withoutFlags(file.slice(at, end)) : file.slice(at, end));
    pixels ??= pixelsAt(file, at, type);
    at = end;
  }

  if (!pixels) throw new DomainError('pictureDamaged');
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return { ...pixels, bytes: Buffer.concat([head, body]) };
}

/** The first of the three kinds of chunk that say it: the canvas of a file with extras, else the picture itself. */
function pixelsAt(file: PictureBytes, at: number, type: string): CleanSize | undefined {
  if (type === 'VP8X') return { width: file.little(at + 12, 3) + 1, height: file.little(at + 15, 3) + 1 };
  if (type === 'VP8 ') {
    if (file.big(at + 11, 3) !== 0x9d012a) throw new DomainError('pictureDamaged');
    return { width: file.little(at + 14, 2) & 0x3fff, height: file.little(at + 16, 2) & 0x3fff };
  }
  if (type !== 'VP8L') return undefined;
  if (file.big(at + 8, 1) !== 0x2f) throw new DomainError('pictureDamaged');
  const bits = file.little(at + 9, 4);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

type CleanSize = Pick<CleanPicture, 'width' | 'height'>;

function withoutFlags(chunk: Buffer): Buffer {
  const changed = Buffer.from(chunk);
  changed[8] = changed[8]! & ~EXIF_AND_XMP;
  return changed;
}
