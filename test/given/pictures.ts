import { PNG } from 'pngjs';

/** Pictures byte by byte, so that a test knows what stands where. */

export function png(width = 2, height = 2, extra: Buffer[] = []): Buffer {
  const drawn = PNG.sync.write(new PNG({ width, height }));
  const afterHeader = 8 + 25;
  return Buffer.concat([drawn.subarray(0, afterHeader), ...extra, drawn.subarray(afterHeader)]);
}

/** Nobody checks the sum of a chunk that is to be taken out. */
export function pngChunk(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes, Buffer.alloc(4)]);
}

export function jpegSegment(marker: number, body: string | Buffer): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

const JFIF = jpegSegment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
const TABLE = jpegSegment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)]));
/** One code, of one bit, that means zero. */
const CODES = [0x00, 0x10].map((kind) =>
  jpegSegment(0xc4, Buffer.concat([Buffer.from([kind, 1]), Buffer.alloc(16)])),
);
const SCAN = Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([0x3f])]);

/** Grey, of one scan; `extra` stands after the JFIF segment, `tail` after the end. */
export function jpeg({ width = 8, height = 8, extra = [] as Buffer[], tail = '' } = {}): Buffer {
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  const parts = [JFIF, ...extra, TABLE, jpegSegment(0xc0, frame), ...CODES, SCAN];
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xd9]), Buffer.from(tail)]);
}

/** What a phone writes: held upright (6), and where: the directory of the orientation, then one of GPS. */
export function exif(orientation = 6): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4 + 2 + 12 + 4);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  entry(tiff, 10, { tag: 0x0112, type: 3, value: orientation });
  entry(tiff, 22, { tag: 0x8825, type: 4, value: 38 });
  tiff.writeUInt16LE(1, 38);
  entry(tiff, 40, { tag: 0x0001, type: 2, value: 0x4e });
  return Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS 30.2741N 120.1551E')]);
}

function entry(tiff: Buffer, at: number, said: { tag: number; type: number; value: number }): void {
  tiff.writeUInt16LE(said.tag, at);
  tiff.writeUInt16LE(said.type, at + 2);
  tiff.writeUInt32LE(1, at + 4);
  tiff.writeUInt32LE(said.value, at + 8);
}

export function riffChunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return riffChunk('RIFF', body);
}

/** Lossless, of one colour; its decoder needs no more than its head to tell the size. */
export function vp8l(width: number, height: number): Buffer {
  const head = Buffer.from([0x2f, 0, 0, 0, 0]);
  head.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  return riffChunk('VP8L', head);
}

export function vp8(width: number, height: number): Buffer {
  const head = Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0]);
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return riffChunk('VP8 ', head);
}

export function vp8x(width: number, height: number, flags: number): Buffer {
  const head = Buffer.alloc(10);
  head[0] = flags;
  head.writeUIntLE(width - 1, 4, 3);
  head.writeUIntLE(height - 1, 7, 3);
  return riffChunk('VP8X', head);
}

/** One pixel; `extra` stands before it. */
export function gif({ width = 1, height = 1, extra = [] as Buffer[] } = {}): Buffer {
  const screen = Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0x80, 0, 0]);
  const colours = Buffer.from([0, 0, 0, 255, 255, 255]);
  const image = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([Buffer.from('GIF89a'), screen, colours, ...extra, image, Buffer.from([0x3b])]);
}

export function gifExtension(label: number, ...pieces: string[]): Buffer {
  const data = pieces.flatMap((piece) => [piece.length, ...Buffer.from(piece, 'latin1')]);
  return Buffer.from([0x21, label, ...data, 0]);
}
