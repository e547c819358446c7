import { PNG } from 'pngjs';
import type { Shape } from './seed-shapes';

/** 0xRRGGBB, or a colour for each point. */
export type Paint = number | ((x: number, y: number) => number);

/** Draws shapes by their signed distance: half a pixel around an edge is where it blends. */
export class Canvas {
  private readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height * 3);
  }

  /** The same pixels with the origin at (x, y), one unit being `scale` pixels. */
  at(x: number, y: number, scale = 1): Brush {
    return new Brush(this, { x, y, scale, degrees: 0 });
  }

  blend(index: number, colour: number, alpha: number): void {
    const { pixels } = this;
    const at = index * 3;
    pixels[at] = pixels[at]! + ((colour >> 16) - pixels[at]!) * alpha + 0.5;
    pixels[at + 1] = pixels[at + 1]! + (((colour >> 8) & 255) - pixels[at + 1]!) * alpha + 0.5;
    pixels[at + 2] = pixels[at + 2]! + ((colour & 255) - pixels[at + 2]!) * alpha + 0.5;
  }

  png(): Buffer {
    const png = new PNG({ width: this.width, height: this.height });
    png.data = Buffer.from(this.pixels);
    // Sixty-four steps a channel are enough for the eye, and pack to two thirds.
    for (let i = 0; i < png.data.length; i++) png.data[i] = Math.min(255, (png.data[i]! + 2) & ~3);
    return PNG.sync.write(png, {
      colorType: 2,
      inputColorType: 2,
      inputHasAlpha: false,
      // Paeth: of the fixed filters it packs these pictures best.
      filterType: 4,
      deflateLevel: 9,
    });
  }
}

interface Place {
  x: number;
  y: number;
  scale: number;
  /** Turned clockwise. */
  degrees: number;
}

/** A place on a canvas to draw at. */
export class Brush {
  private readonly cos: number;
  private readonly sin: number;

  constructor(
    private readonly canvas: Canvas,
    private readonly place: Place,
  ) {
    const angle = (place.degrees * Math.PI) / 180;
    this.cos = Math.cos(angle) * place.scale;
    this.sin = Math.sin(angle) * place.scale;
  }

  /** Another place, relative to this one. */
  at(x: number, y: number, scale = 1, degrees = 0): Brush {
    const [px, py] = this.pixel(x, y);
    return new Brush(this.canvas, {
      x: px,
      y: py,
      scale: this.place.scale * scale,
      degrees: this.place.degrees + degrees,
    });
  }

  fill(shape: Shape, paint: Paint, alpha = 1): this {
    return this.cover(shape, paint, 0.5, (distance) => Math.min(1, 0.5 - distance) * alpha);
  }

  /** A soft dark edge of `blur` units around the shape. */
  shade(shape: Shape, blur: number, alpha: number, colour = 0x2b2118): this {
    const reach = blur * this.place.scale;
    return this.cover(shape, colour, reach, (distance) => {
      const depth = Math.min(1, (reach - distance) / (2 * reach));
      return depth * depth * (3 - 2 * depth) * alpha;
    });
  }

  private cover(shape: Shape, paint: Paint, reach: number, alphaOf: (distance: number) => number): this {
    const { canvas, cos, sin } = this;
    const { x: originX, y: originY, scale } = this.place;
    const full = alphaOf(-Infinity);
    const [fromX, fromY, toX, toY] = this.frame(shape, reach + 1);

    for (let row = fromY; row < toY; row++) {
      const dy = (row + 0.5 - originY) / scale / scale;
      // Nothing can begin or end nearer than the distance says, so half of it needs no asking.
      let known = 0;
      let distance = 0;
      for (let column = fromX; column < toX; column++) {
        const dx = (column + 0.5 - originX) / scale / scale;
        const x = dx * cos + dy * sin;
        const y = dy * cos - dx * sin;
        if (known-- <= 0) {
          distance = shape.distance(x, y) * scale;
          known = (Math.abs(distance) - reach) / 2 - 1;
        }
        if (distance >= reach) continue;
        const alpha = distance < -reach ? full : alphaOf(distance);
        canvas.blend(row * canvas.width + column, typeof paint === 'number' ? paint : paint(x, y), alpha);
      }
    }
    return this;
  }

  /** The pixels that a shape can touch, with a margin around. */
  private frame(
    { box: [left, top, right, bottom] }: Shape,
    margin: number,
  ): [number, number, number, number] {
    const corners = [
      this.pixel(left, top),
      this.pixel(right, top),
      this.pixel(left, bottom),
      this.pixel(right, bottom),
    ];
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    return [
      Math.max(0, Math.floor(Math.min(...xs) - margin)),
      Math.max(0, Math.floor(Math.min(...ys) - margin)),
      Math.min(this.canvas.width, Math.ceil(Math.max(...xs) + margin)),
      Math.min(this.canvas.height, Math.ceil(Math.max(...ys) + margin)),
    ];
  }

  private pixel(x: number, y: number): [number, number] {
    return [this.place.x + x * this.cos - y * this.sin, this.place.y + x * this.sin + y * this.cos];
  }
}

/** From one colour at `from` to another at `to`, downwards. */
export function fade(top: number, bottom: number, from: number, to: number): Paint {
  return (_, y) => mix(top, bottom, (y - from) / (to - from));
}

/** From one colour at `from` to another at `to`, rightwards. */
export function sideways(left: number, right: number, from: number, to: number): Paint {
  return (x) => mix(left, right, (x - from) / (to - from));
}

export function mix(one: number, other: number, share: number): number {
  const t = Math.min(1, Math.max(0, share));
  const red = (one >> 16) + ((other >> 16) - (one >> 16)) * t;
  const green = ((one >> 8) & 255) + (((other >> 8) & 255) - ((one >> 8) & 255)) * t;
  const blue = (one & 255) + ((other & 255) - (one & 255)) * t;
  return (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue);
}

export const lighter = (colour: number, share = 0.25) => mix(colour, 0xffffff, share);
export const darker = (colour: number, share = 0.25) => mix(colour, 0x2b1b12, share);
