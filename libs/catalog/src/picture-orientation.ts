import type { Sides } from './picture-parts';

const EXIF = 'Exif\0\0';
const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** How a camera was held, 1 to 8, as a JPEG's segment says it; without it a phone's upright photo would lie on its side. */
export function orientationOf(segment: Buffer): number | undefined {
  const hasHead = segment.toString('latin1', 0, EXIF.length) === EXIF;
  return hasHead ? orientationInTiff(segment.subarray(EXIF.length)) : undefined;
}

/** The same of a chunk: PNG and WebP leave out the head that a JPEG's segment has, though some writers do not. */
export function orientationOfChunk(body: Buffer): number | undefined {
  return orientationOf(body) ?? orientationInTiff(body);
}

/** The sides as browsers show them, which turn the picture: 5 to 8 lie on their side. */
export function sidesShown({ width, height }: Sides, orientation: number): Sides {
  return orientation < 5 ? { width, height } : { width: height, height: width };
}

function orientationInTiff(tiff: Buffer): number | undefined {
  if (tiff.length < 8) return undefined;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const short = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;

  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return undefined;
    if (short(at) !== ORIENTATION || short(at + 2) !== SHORT) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** EXIF that says the orientation and nothing else, as a JPEG's segment. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = orientationTiff(orientation);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + EXIF.length + tiff.length]);
  return Buffer.concat([head, Buffer.from(EXIF, 'latin1'), tiff]);
}

/** The same without a head, as PNG and WebP have it. */
export function orientationTiff(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION, 10);
  tiff.writeUInt16BE(SHORT, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
