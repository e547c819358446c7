import { DomainError } from '@app/common';
import { crc32 } from 'node:zlib';
import { orientationOfChunk, orientationTiff, sidesShown } from './picture-orientation';
import { PictureBytes, type CleanPicture } from './picture-parts';

const SIGNATURE_BYTES = 8;

/** What is drawn, its colours and its animation; text, times, EXIF but the orientation, and what editors invent are left out. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** Whatever stands after IEND is dropped too. */
export function cleanPng(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const kept = [file.slice(0, SIGNATURE_BYTES)];
  if (file.text(12, 4) !== 'IHDR') throw new DomainError('pictureDamaged');

  let hasData = false;
  let orientation = 1;
  for (let at = SIGNATURE_BYTES, type = ''; type !== 'IEND';) {
    const end = at + 12 + file.big(at, 4);
    type = file.text(at + 4, 4);
    const chunk = file.slice(at, end);
    const turn = type === 'eXIf' ? (orientationOfChunk(chunk.subarray(8, -4)) ?? 1) : 1;
    if (KEPT.has(type)) kept.push(chunk);
    // It stays where it stood: browsers turn a picture only if they are told before its data.
    if (turn !== 1) kept.push(orientationChunk(turn));
    if (!hasData) orientation = Math.max(orientation, turn);
    hasData ||= type === 'IDAT';
    at = end;
  }

  if (!hasData) throw new DomainError('pictureDamaged');
  const sides = sidesShown({ width: file.big(16, 4), height: file.big(20, 4) }, orientation);
  return { ...sides, bytes: Buffer.concat(kept) };
}

function orientationChunk(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from('eXIf'), orientationTiff(orientation)]);
  const chunk = Buffer.alloc(4 + body.length + 4);
  chunk.writeUInt32BE(body.length - 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  body.copy(chunk, 4);
  return chunk;
}
