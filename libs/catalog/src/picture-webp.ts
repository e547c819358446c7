import { DomainError } from '@app/common';
import { orientationOfChunk, orientationTiff } from './picture-orientation';
import { PictureBytes, type CleanPicture, type Sides } from './picture-parts';

const HEADER_BYTES = 12;
const EXIF = 0x08;
const XMP = 0x04;

/** What is drawn; EXIF but the orientation, XMP and unknown chunks are left out. */
const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** Its sides are those of the file: viewers of Apple turn a WebP by its EXIF, Chromium does not. */
export function cleanWebp(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const fileEnd = 8 + file.little(4, 4);
  const kept: Buffer[] = [];
  let pixels: Sides | undefined;
  let orientation = 1;

  for (let at = HEADER_BYTES; at < fileEnd;) {
    const type = file.text(at, 4);
    const size = file.little(at + 4, 4);
    // A chunk of an odd size is followed by a byte that nothing is said of.
    const end = at + 8 + size + (size % 2);
    const chunk = file.slice(at, end);
    if (KEPT.has(type)) kept.push(chunk);
    if (type === 'EXIF') orientation = orientationOfChunk(chunk.subarray(8, 8 + size)) ?? orientation;
    pixels ??= pixelsAt(file, at, type);
    at = end;
  }

  if (!pixels) throw new DomainError('pictureDamaged');
  // Only a file with extras may have one; a plain one is as its encoder drew it.
  const isTurned = orientation !== 1 && kept[0]?.toString('latin1', 0, 4) === 'VP8X';
  if (isTurned) kept.push(orientationChunk(orientation));
  const chunks = kept.map((chunk) => withFlags(chunk, isTurned));
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return { ...pixels, bytes: Buffer.concat([head, body]) };
}

/** The first of the three kinds of chunk that say it: the canvas of a file with extras, else the picture itself. */
function pixelsAt(file: PictureBytes, at: number, type: string): Sides | undefined {
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

/** The first chunk of a file with extras says which there are. */
function withFlags(chunk: Buffer, hasExif: boolean): Buffer {
  if (chunk.toString('latin1', 0, 4) !== 'VP8X') return chunk;
  const changed = Buffer.from(chunk);
  changed[8] = (changed[8]! & ~(EXIF | XMP)) | (hasExif ? EXIF : 0);
  return changed;
}

function orientationChunk(orientation: number): Buffer {
  const head = Buffer.from('EXIF\0\0\0\0');
  const tiff = orientationTiff(orientation);
  head.writeUInt32LE(tiff.length, 4);
  return Buffer.concat([head, tiff]);
}
