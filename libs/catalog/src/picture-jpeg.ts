import { DomainError } from '@app/common';
import { orientationOf, orientationSegment, sidesShown } from './picture-orientation';
import { PictureBytes, type CleanPicture } from './picture-parts';

const SOS = 0xda;
const EOI = 0xd9;
const APP1 = 0xe1;

/** Tables and frames; of the application's segments those that say how the colours are meant. */
function isKept(marker: number, body: string): boolean {
  if (marker === 0xe0) return body.startsWith('JFIF\0');
  if (marker === 0xe2) return body.startsWith('ICC_PROFILE\0');
  if (marker === 0xee) return body.startsWith('Adobe');
  return marker < 0xe0 && marker >= 0xc0;
}

/** A frame's header, not the tables that share its range of numbers. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Whatever stands after the picture's end, such as the film of a moving photo, is dropped too. */
export function cleanJpeg(bytes: Buffer): CleanPicture {
  const file = new PictureBytes(bytes);
  const kept = [file.slice(0, 2)];
  const pixels = { width: 0, height: 0 };
  let orientation = 1;
  let hasScan = false;

  for (let at = 2; ;) {
    const marker = markerAt(file, at);
    if (marker.code === EOI) break;
    const end = marker.at + 2 + file.big(marker.at + 2, 2);
    const body = file.text(marker.at + 4, end - marker.at - 4);
    if (isFrame(marker.code)) {
      pixels.height = file.big(marker.at + 5, 2);
      pixels.width = file.big(marker.at + 7, 2);
    }
    if (marker.code === APP1) orientation = orientationOf(Buffer.from(body, 'latin1')) ?? orientation;
    const isScan = marker.code === SOS;
    const next = isScan ? endOfScan(file, end) : end;
    if (isKept(marker.code, body)) kept.push(file.slice(marker.at, next));
    hasScan ||= isScan;
    at = next;
  }

  if (pixels.width === 0 || !hasScan) throw new DomainError('pictureDamaged');
  if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation));
  return { ...sidesShown(pixels, orientation), bytes: Buffer.concat([...kept, Buffer.from([0xff, EOI])]) };
}

/** The next marker; any number of 0xff may stand before it. */
function markerAt(file: PictureBytes, from: number): { at: number; code: number } {
  if (file.big(from, 1) !== 0xff) throw new DomainError('pictureDamaged');
  let at = from;
  while (file.big(at + 1, 1) === 0xff) at += 1;
  return { at, code: file.big(at + 1, 1) };
}

/** Compressed data lasts until a marker that is neither an escaped 0xff nor a restart. */
function endOfScan(file: PictureBytes, from: number): number {
  for (let at = file.bytes.indexOf(0xff, from); at >= 0; at = file.bytes.indexOf(0xff, at + 1)) {
    const next = file.big(at + 1, 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new DomainError('pictureDamaged');
}
