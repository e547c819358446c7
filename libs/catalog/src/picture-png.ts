import { DomainError } from '@app/common';
import { PictureBytes, type CleanPicture } from './picture-parts';

const SIGNATURE_BYTES = 8;

/** What is drawn, its colours and its animation; text, times, EXIF and what editors invent are left out. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);

/** Whatever stands after IEND is dropped too. */
export function cleanPng(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const kept = [file.slice(0, SIGNATURE_BYTES)];
  if (file.text(12, 4) !== 'IHDR') throw new DomainError('pictureDamaged');

  let hasData = false;
  for (let at = SIGNATURE_BYTES, type = ''; type !== 'IEND';) {
    const end = at + 12 + file.big(at, 4);
    type = file.text(at + 4, 4);
    const chunk = file.slice(at, end);
    if (KEPT.has(type)) kept.push(chunk);
    hasData ||= type === 'IDAT';
    at = end;
  }

  if (!hasData) throw new DomainError('pictureDamaged');
  return { width: file.big(16, 4), height: file.big(20, 4), bytes: Buffer.concat(kept) };
}
