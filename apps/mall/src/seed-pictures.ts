import { Canvas, fade, lighter, type Brush } from './seed-canvas';
import type { Motif } from './seed-motifs-grown';
import { circle, ellipse, rect, type Shape } from './seed-shapes';

/** The colours behind a category's goods, from top to bottom. */
export interface Tone {
  top: number;
  bottom: number;
}

const SQUARE = 400;
const WIDE = { width: 750, height: 300 };

function ground(canvas: Canvas, { top, bottom }: Tone): Brush {
  const { width, height } = canvas;
  const centre = canvas.at(width / 2, height / 2);
  return centre.fill(rect(width + 2, height + 2), fade(top, bottom, -height / 2, height / 2));
}

/** Where a thing touches the ground; its distance is squeezed, so that the shadow fades slowly sideways. */
const SHADOW: Shape = {
  distance: (x, y) => (Math.sqrt((x / 52) ** 2 + ((y - 84) / 7) ** 2) - 1) * 7,
  box: [-120, 66, 120, 102],
};

function stand(brush: Brush, motif: Motif): void {
  brush.shade(SHADOW, 8, 0.45);
  motif(brush);
}

/** The picture of a good. */
export function portrait(motif: Motif, tone: Tone): Buffer {
  const canvas = new Canvas(SQUARE, SQUARE);
  const centre = ground(canvas, tone);
  centre.fill(circle(158), lighter(tone.top, 0.55), 0.8);
  stand(centre.at(0, 6, 1.18), motif);
  return canvas.png();
}

/** The same from very near. */
export function closeUp(motif: Motif, tone: Tone): Buffer {
  const canvas = new Canvas(SQUARE, SQUARE);
  const centre = ground(canvas, tone);
  centre.fill(circle(290, -60, 140), lighter(tone.top, 0.4), 0.7);
  motif(centre.at(36, 30, 2.1, -8));
  return canvas.png();
}

/** Three in a row, the way they stand on a shelf. */
export function shelf(motif: Motif, tone: Tone): Buffer {
  const canvas = new Canvas(SQUARE, SQUARE);
  const centre = ground(canvas, { top: tone.bottom, bottom: tone.top });
  centre.fill(circle(130, 0, -20), lighter(tone.top, 0.5), 0.6);
  centre
    .at(0, 79)
    .fill(rect(372, 16, 6), 0xc79a6b)
    .fill(rect(372, 4, 2), 0xa97c50);
  for (const x of [-118, 0, 118]) stand(centre.at(x, 19, 0.6), motif);
  return canvas.png();
}

/** A wide picture: hills in the colours of the tone, the motifs side by side before them. */
export function panorama(motifs: readonly Motif[], tone: Tone): Buffer {
  const canvas = new Canvas(WIDE.width, WIDE.height);
  const centre = ground(canvas, tone);
  centre.fill(circle(62, 250, -70), lighter(tone.top, 0.7), 0.9);
  centre.fill(circle(420, -330, 400), lighter(tone.bottom, 0.35), 0.8);
  centre.fill(circle(520, 280, 560), lighter(tone.bottom, 0.2), 0.8);
  centre.fill(ellipse(560, 90, 0, 170), lighter(tone.top, 0.6), 0.9);

  const step = 600 / motifs.length;
  motifs.forEach((motif, i) => {
    const fromMiddle = i - (motifs.length - 1) / 2;
    const near = 1 - Math.min(0.25, Math.abs(fromMiddle) * 0.12);
    stand(centre.at(fromMiddle * step, 26 - Math.abs(fromMiddle) * 6, near * 0.98), motif);
  });
  return canvas.png();
}
