import { DomainError } from '@app/common';
import { PictureBytes, type CleanPicture } from './picture-parts';

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;

/** Comments, texts and what applications wrote are left out, but how often it is played. */
export function cleanGif(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const start = 13 + tableBytes(file.big(10, 1));
  const kept = [file.slice(0, start)];
  let images = 0;

  for (let at = start; file.big(at, 1) !== TRAILER;) {
    const block = file.big(at, 1);
    const end = endOfBlock(file, at, block);
    if (block === IMAGE || isKept(file, at)) kept.push(file.slice(at, end));
    images += block === IMAGE ? 1 : 0;
    at = end;
  }

  if (images === 0) throw new DomainError('pictureDamaged');
  return {
    width: file.little(6, 2),
    height: file.little(8, 2),
    bytes: Buffer.concat([...kept, Buffer.from([TRAILER])]),
  };
}

/** Of the colours that a packed byte announces. */
function tableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

function isKept(file: PictureBytes, at: number): boolean {
  const label = file.big(at + 1, 1);
  return label === GRAPHIC_CONTROL || (label === APPLICATION && file.text(at + 3, 11) === 'NETSCAPE2.0');
}

function endOfBlock(file: PictureBytes, at: number, block: number): number {
  if (block === EXTENSION) return endOfData(file, at + 2);
  if (block !== IMAGE) throw new DomainError('pictureDamaged');
  return endOfData(file, at + 11 + tableBytes(file.big(at + 9, 1)));
}

/** Pieces of at most 255 bytes, each after its size, until one of none. */
function endOfData(file: PictureBytes, from: number): number {
  let at = from;
  for (let size = file.big(at, 1); size !== 0; size = file.big(at, 1)) at += 1 + size;
  return at + 1;
}
