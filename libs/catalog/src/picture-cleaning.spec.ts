import { DomainError } from '@app/common';
import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import * as given from '../../../test/given/pictures';
import { cleanPicture } from './picture-cleaning';

const SECRET = 'GPS 30.2741N 120.1551E';
const refusalOf = (bytes: Buffer): string => {
  try {
    cleanPicture(bytes);
  } catch (error) {
    return (error as DomainError).refusal;
  }
  return 'taken';
};

/** As PNG and WebP have it. */
const tiff = (orientation: number) => given.exif(orientation).subarray(6);
const { jpeg, jpegSegment, exif, png, pngChunk, webp, vp8, vp8l, vp8x, riffChunk, gif, gifExtension } = given;
const ICC = jpegSegment(0xe2, 'ICC_PROFILE\0\x01\x01profile');
const ADOBE = jpegSegment(0xee, 'Adobe\0\x64\0\0\0\0\0');
const LOOP = gifExtension(0xff, 'NETSCAPE2.0', '\x01\0\0');
const CONTROL = gifExtension(0xf9, '\0\x0a\0\0');
const EXTRAS = riffChunk('ICCP', Buffer.from('icc'));

describe('cleanPicture', () => {
  it.each<[string, Buffer, string, number, number]>([
    ['a JPEG', jpeg({ width: 300, height: 200 }), 'image/jpeg', 300, 200],
    ['a PNG', png(3, 2), 'image/png', 3, 2],
    ['a lossy WebP', webp(vp8(640, 480)), 'image/webp', 640, 480],
    ['a lossless WebP', webp(vp8l(7000, 5000)), 'image/webp', 7000, 5000],
    ['a WebP with extras', webp(vp8x(8000, 2, 0x20), EXTRAS, vp8(8000, 2)), 'image/webp', 8000, 2],
    ['a GIF', gif({ width: 300, height: 2 }), 'image/gif', 300, 2],
  ])('tells type and size of %s, and leaves it as it is', (_, bytes, mediaType, width, height) => {
    expect(cleanPicture(bytes)).toEqual({ mediaType, width, height, bytes });
  });

  it.each<[string, Buffer, Buffer]>([
    [
      'EXIF, XMP and comments of a JPEG',
      jpeg({
        extra: [jpegSegment(0xe1, exif(1)), jpegSegment(0xe1, `xmp${SECRET}`), jpegSegment(0xfe, SECRET)],
      }),
      jpeg(),
    ],
    [
      'what Photoshop and others write',
      jpeg({
        extra: [
          jpegSegment(0xed, `Photoshop 3.0\0${SECRET}`),
          jpegSegment(0xe2, `MPF\0${SECRET}`),
          jpegSegment(0xe0, `JFXX\0${SECRET}`),
        ],
      }),
      jpeg(),
    ],
    ['a film after a JPEG', jpeg({ tail: SECRET }), jpeg()],
    [
      'text, time and EXIF of a PNG',
      png(
        2,
        2,
        ['tEXt', 'iTXt', 'zTXt', 'tIME', 'eXIf', 'prVt'].map((type) => pngChunk(type, SECRET)),
      ),
      png(),
    ],
    ['what follows a PNG', Buffer.concat([png(), Buffer.from(SECRET)]), png()],
    [
      'EXIF and XMP of a WebP, and that it has them',
      webp(
        vp8x(9, 9, 0x2c),
        EXTRAS,
        vp8(9, 9),
        riffChunk('EXIF', Buffer.from(`${SECRET}!`)),
        riffChunk('XMP ', Buffer.from(SECRET)),
        riffChunk('what', Buffer.from(SECRET)),
      ),
      webp(vp8x(9, 9, 0x20), EXTRAS, vp8(9, 9)),
    ],
    ['what follows a WebP', Buffer.concat([webp(vp8(9, 9)), Buffer.from(SECRET)]), webp(vp8(9, 9))],
    [
      'comments and XMP of a GIF',
      gif({ extra: [gifExtension(0xfe, SECRET), gifExtension(0xff, 'XMP DataXMP', SECRET), LOOP, CONTROL] }),
      gif({ extra: [LOOP, CONTROL] }),
    ],
  ])('takes out %s', (_, bytes, clean) => {
    const cleaned = cleanPicture(bytes);

    expect(bytes.includes(SECRET) || bytes.includes('MPF')).toBe(true);
    expect(cleaned.bytes.equals(clean)).toBe(true);
  });

  it('keeps the colours that a JPEG means', () => {
    const bytes = jpeg({ extra: [ICC, ADOBE] });

    expect(cleanPicture(bytes).bytes.equals(bytes)).toBe(true);
  });

  it.each([1, 3, 6, 8])('keeps of EXIF how the camera was held: %d', (orientation) => {
    const cleaned = cleanPicture(jpeg({ extra: [jpegSegment(0xe1, exif(orientation))] }));

    expect(cleaned.bytes.includes('Exif')).toBe(orientation !== 1);
    expect(cleaned.bytes.includes('GPS')).toBe(false);
    if (orientation !== 1) expect(cleaned.bytes[cleaned.bytes.indexOf('MM\0*') + 19]).toBe(orientation);
    expect(cleanPicture(cleaned.bytes).bytes.equals(cleaned.bytes)).toBe(true);
  });

  it.each([
    [1, 300, 200],
    [2, 300, 200],
    [3, 300, 200],
    [4, 300, 200],
    [5, 200, 300],
    [6, 200, 300],
    [7, 200, 300],
    [8, 200, 300],
  ])(
    '[F9] tells the sides of a JPEG and of a PNG of orientation %i as they are shown',
    (orientation, width, height) => {
      const turned = jpeg({ width: 300, height: 200, extra: [jpegSegment(0xe1, exif(orientation))] });

      for (const picture of [turned, png(300, 200, [pngChunk('eXIf', tiff(orientation))])])
        expect(cleanPicture(picture)).toMatchObject({ width, height });
    },
  );

  it.each([3, 6, 8])('[F9] keeps of the EXIF of PNG and WebP how the camera was held: %d', (orientation) => {
    const turnedPng = png(3, 2, [pngChunk('eXIf', tiff(orientation))]);
    const late = Buffer.concat([
      png(3, 2).subarray(0, -12),
      pngChunk('eXIf', tiff(orientation)),
      png().subarray(-12),
    ]);
    const turnedWebp = [tiff(orientation), exif(orientation)].map((body) =>
      webp(
        vp8x(3, 2, 0x2c),
        EXTRAS,
        vp8(3, 2),
        riffChunk('EXIF', body),
        riffChunk('XMP ', Buffer.from(SECRET)),
      ),
    );

    for (const picture of [turnedPng, late, ...turnedWebp]) {
      const { bytes } = cleanPicture(picture);
      expect(bytes.includes('GPS')).toBe(false);
      expect(bytes[bytes.indexOf('MM\0*') + 19]).toBe(orientation);
      expect(cleanPicture(bytes).bytes.equals(bytes)).toBe(true);
    }
    expect(cleanPicture(late)).toMatchObject({ width: 3, height: 2 });
    for (const picture of turnedWebp)
      expect(cleanPicture(picture)).toMatchObject({
        width: 3,
        height: 2,
        bytes: cleanPicture(turnedWebp[0]!).bytes,
      });
    expect(cleanPicture(turnedWebp[0]!).bytes[20]).toBe(0x28);
  });

  it('[F9] leaves a chunk of the right sum in a PNG', () => {
    const { bytes } = cleanPicture(png(3, 2, [pngChunk('eXIf', tiff(6))]));

    const at = bytes.indexOf('eXIf');
    expect(bytes.readUInt32BE(at - 4)).toBe(26);
    expect(bytes.readUInt32BE(at + 4 + 26)).toBe(crc32(bytes.subarray(at, at + 4 + 26)));
    expect(PNG.sync.read(bytes)).toMatchObject({ width: 3, height: 2 });
  });

  it.each<[string, Buffer]>([
    ['one that says nothing of it', Buffer.from(SECRET)],
    ['an orientation of 9', tiff(9)],
    ['an upright one', tiff(1)],
  ])('[F9] drops EXIF of PNG and WebP with %s', (_, body) => {
    expect(cleanPicture(png(3, 2, [pngChunk('eXIf', body)])).bytes.equals(png(3, 2))).toBe(true);
    const spoilt = webp(vp8x(3, 2, 0x08), vp8(3, 2), riffChunk('EXIF', body));
    expect(cleanPicture(spoilt).bytes.equals(webp(vp8x(3, 2, 0), vp8(3, 2)))).toBe(true);
  });

  it('takes out what stands between the scans of a JPEG', () => {
    const [scan, end] = [jpeg().indexOf(Buffer.from([0xff, 0xda])), jpeg().length - 2];
    const second = jpeg().subarray(scan, end);
    const bytes = (between: Buffer) =>
      Buffer.concat([jpeg().subarray(0, end), between, second, jpeg().subarray(end)]);

    const cleaned = cleanPicture(bytes(jpegSegment(0xe1, `Exif\0\0${SECRET}`)));

    expect(cleaned.bytes.equals(bytes(Buffer.alloc(0)))).toBe(true);
  });

  it('leaves a PNG that draws the same', () => {
    const drawn = new PNG({ width: 3, height: 2 });
    drawn.data.fill(0x7f);
    const bytes = PNG.sync.write(drawn);
    const spoilt = Buffer.concat([bytes.subarray(0, 33), pngChunk('tEXt', SECRET), bytes.subarray(33)]);

    const cleaned = PNG.sync.read(cleanPicture(spoilt).bytes);

    expect(cleaned.data.equals(drawn.data)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('picture')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['an SVG after its declaration', Buffer.from('<?xml version="1.0"?><svg/>')],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a bitmap', Buffer.from('BM\0\0\0\0')],
    ['a sound in the same box as a WebP', Buffer.from('RIFF\x04\0\0\0WAVE')],
  ])('does not take %s', (_, bytes) => {
    expect(refusalOf(bytes)).toBe('pictureUnsupported');
  });

  it.each<[string, Buffer]>([
    ['no side', jpeg({ width: 8, height: 0 })],
    ['a side too long', jpeg({ width: 8001 })],
    ['a PNG too high', png(1, 8001)],
    ['a WebP too wide', webp(vp8l(8001, 1))],
    ['a GIF of no side', gif({ width: 0 })],
  ])('refuses %s', (_, bytes) => {
    expect(refusalOf(bytes)).toBe('pictureOversized');
  });

  const whole = {
    jpeg: jpeg({ extra: [jpegSegment(0xe1, exif())] }),
    png: png(),
    webp: webp(vp8x(9, 9, 0), vp8(9, 9)),
    gif: gif({ extra: [LOOP] }),
  };

  it.each(Object.entries(whole))('refuses a %s that ends anywhere before its end', (_, bytes) => {
    const taken = Array.from({ length: bytes.length - 1 }, (_each, end) => end).filter(
      (end) => !['pictureDamaged', 'pictureUnsupported'].includes(refusalOf(bytes.subarray(0, end))),
    );

    expect(taken).toEqual([]);
  });

  it.each(Object.entries(whole))('answers a %s with any byte changed, and never hangs', (_, bytes) => {
    const answers = new Set<string>();
    for (let at = 0; at < bytes.length; at += 1)
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        answers.add(refusalOf(changed));
      }

    expect([...answers].toSorted()).toEqual(expect.arrayContaining(['pictureDamaged', 'taken']));
    expect(answers.has(undefined as unknown as string)).toBe(false);
  });
});
