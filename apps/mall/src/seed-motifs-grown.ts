import { darker, fade, lighter, mix, sideways, type Brush } from './seed-canvas';
import {
  arc,
  circle,
  ellipse,
  flower,
  leaf,
  move,
  outline,
  rect,
  stroke,
  turned,
  within,
  type Shape,
} from './seed-shapes';

/** Draws one thing around the origin, within 100 units. */
export type Motif = (brush: Brush) => void;

/** `count` points that fill a disc evenly and never look like a grid. */
export function spread(count: number, radius: number): [x: number, y: number, index: number][] {
  return Array.from({ length: count }, (_, i) => {
    const distance = radius * Math.sqrt((i + 0.5) / count);
    return [distance * Math.cos(i * 2.4), distance * Math.sin(i * 2.4), i];
  });
}

/** One nut drawn as a small heap, each lying askew by up to `sway`; the last ones lie in front. */
function heap(nut: Motif, scale: number, sway = 1): Motif {
  const places = [
    [0, -40, 20],
    [-42, 2, -35],
    [42, 0, 65],
    [-54, 48, 75],
    [56, 48, -20],
    [0, 38, 10],
  ] as const;
  return (brush) => places.forEach(([x, y, degrees]) => nut(brush.at(x, y, scale, degrees * sway)));
}

/** Light from the left, shade to the right, as on everything round. */
export function round(brush: Brush, shape: Shape, colour: number, reach: number): void {
  brush.fill(shape, sideways(lighter(colour, 0.16), darker(colour, 0.2), -reach, reach));
}

/** A leaf from the origin to the right. */
export function drawLeaf(brush: Brush, colour: number, length: number): void {
  const whole = leaf(length, length * 0.46);
  brush
    .fill(whole, sideways(darker(colour, 0.18), lighter(colour, 0.18), 0, length))
    .fill(within(whole, move(rect(length, length), length / 2, length / 2)), darker(colour), 0.35)
    .fill(stroke([2, 0], [length * 0.9, 0], 2.2), lighter(colour, 0.5), 0.8);
}

function shine(brush: Brush, x: number, y: number, size: number): void {
  brush.at(x, y, size, -35).fill(ellipse(16, 8), 0xffffff, 0.45);
}

/** Two leaves and a bud. */
export function sprig(colour: number): Motif {
  return (brush) => {
    brush.fill(stroke([0, 88], [0, -8], 6), darker(colour, 0.15));
    drawLeaf(brush.at(0, 48, 1, -158), darker(colour, 0.1), 92);
    drawLeaf(brush.at(0, 28, 1, -32), colour, 98);
    drawLeaf(brush.at(0, 0, 1, -118), lighter(colour, 0.1), 74);
    drawLeaf(brush.at(0, 2, 1, -78), lighter(colour, 0.3), 92);
  };
}

/** A pressed cake of dark tea, half in its paper. */
export const teaCake: Motif = (brush) => {
  const cake = circle(84);
  brush.fill(cake, fade(0x7d5a3c, 0x4c3322, -84, 84));
  for (const [x, y, i] of spread(90, 78)) {
    const fleck = [0x9a734b, 0x3a2417, 0xb08d5c][i % 3]!;
    brush.at(x, y, 1, i * 47).fill(stroke([-5, 0], [5, 0], 3), fleck, 0.75);
  }
  const paper = within(cake, { distance: (x, y) => 6 - x * 0.5 - y, box: [-90, -90, 90, 90] });
  brush.shade(within(circle(80), { distance: (x, y) => 2 - x * 0.5 - y, box: cake.box }), 5, 0.4);
  brush.fill(paper, fade(0xf7efdf, 0xe6d8bd, 0, 84));
  brush.at(18, 40, 0.9).fill(outline(circle(26), 3), 0xb5402f);
  drawLeaf(brush.at(8, 54, 1, -55), 0xb5402f, 36);
};

export const orange: Motif = (brush) => {
  const peel = 0xf39a2d;
  brush.fill(circle(66, -18, -6), fade(0xf9b548, 0xe57f1b, -72, 60));
  for (const [x, y] of spread(60, 58)) brush.fill(circle(1.6, x - 18, y - 6), 0xd9741a, 0.45);
  shine(brush, -42, -36, 1.1);
  brush.fill(circle(5, -16, -58), 0x6b7d35);
  drawLeaf(brush.at(-16, -60, 1, -25), 0x5f9147, 58);

  const slice = brush.at(46, 40);
  slice
    .shade(circle(45), 6, 0.35)
    .fill(circle(46), peel)
    .fill(circle(41), 0xfff1d6)
    .fill(circle(37), 0xffae3f);
  for (let i = 0; i < 9; i++) slice.at(0, 0, 1, i * 40).fill(stroke([0, 0], [38, 0], 3), 0xfff1d6);
  slice.fill(circle(5), 0xfff1d6);
};

export const peach: Motif = (brush) => {
  drawLeaf(brush.at(6, 62, 1, -12), 0x6fa055, 84);
  drawLeaf(brush.at(-6, 62, 1, 190), 0x5f9147, 84);
  const body = turned(-84, 72, [1, 14, 44, 66, 76, 76, 64, 40]);
  brush.fill(body, (x, y) => mix(0xfde3c0, 0xf0788a, (60 - y - x * 0.6) / 150));
  brush.fill(within(outline(ellipse(38, 92, -34, 6), 3.5), move(rect(80, 150), 30, -4)), 0xd65a72, 0.55);
  shine(brush, -38, -18, 1.3);
};

export const apple: Motif = (brush) => {
  const body = turned(-58, 74, [34, 66, 76, 78, 72, 58, 36]);
  brush.fill(body, (x, y) => mix(0xe9483f, 0xb71f2e, (x + y + 60) / 160));
  for (const [x, y] of spread(26, 56)) brush.fill(ellipse(1.2, 3, x, y + 8), 0xffd9a0, 0.5);
  brush.fill(ellipse(24, 9, 0, -54), 0x8c1a26, 0.8);
  brush.fill(stroke([0, -54], [8, -86], 6), 0x6a4a2f);
  drawLeaf(brush.at(6, -72, 1, -18), 0x6fa055, 56);
  shine(brush, -40, -22, 1.5);
};

export const berries: Motif = (brush) => {
  drawLeaf(brush.at(-10, -30, 1, -150), 0x6fa055, 86);
  drawLeaf(brush.at(10, -34, 1, -40), 0x5f9147, 86);
  const places = [
    [0, -34],
    [-44, -8],
    [44, -8],
    [-24, 34],
    [26, 36],
    [0, 2],
    [-62, 42],
    [64, 44],
  ] as const;
  for (const [x, y] of places) {
    const berry = brush.at(x, y);
    berry.shade(circle(28, 0, 3), 4, 0.3).fill(circle(30), fade(0x6c7fc4, 0x2f3b78, -30, 30));
    berry
      .at(4, -6)
      .fill(flower(5, 9, 5), 0x232c5c)
      .fill(circle(4), 0x4a589a);
    shine(berry, -13, -12, 0.5);
  }
};

/** A green coconut, opened, with a straw. */
export const coconut: Motif = (brush) => {
  brush.fill(stroke([14, -54], [48, -108], 8), 0xe8746a);
  brush.fill(turned(-58, 80, [46, 72, 84, 84, 74, 52, 26]), sideways(0x9dc46a, 0x5c8f42, -80, 80));
  brush.at(-34, 8, 1, 8).fill(ellipse(9, 42), 0xffffff, 0.22);
  brush.fill(ellipse(47, 17, 0, -58), 0xf7f4e6).fill(ellipse(33, 11, 0, -57), 0xcfe3dc);
  brush.fill(stroke([8, -56], [22, -68], 8), 0xe8746a);
};

const walnut: Motif = (brush) => {
  const shell = ellipse(48, 54);
  brush
    .fill(outline(shell, 5), 0x7d522c)
    .fill(shell, 0xc4935c)
    .fill(ellipse(36, 40, -6, -8), 0xcfa06a);
  brush.fill(outline(ellipse(24, 50), 4), 0x95663a);
  brush.fill(stroke([0, -51], [0, 51], 5), 0x7d522c);
  shine(brush, -20, -26, 0.8);
};

const almond: Motif = (brush) => {
  const body = turned(-58, 52, [2, 20, 33, 37, 32, 16]);
  brush.fill(outline(body, 5), 0x8a5426).fill(body, 0xc98a50);
  brush.fill(within(move(rect(40, 120), 24, 0), body), 0xbb7c44);
  for (const x of [-18, 0, 18]) brush.fill(within(stroke([x * 0.4, -44], [x, 40], 3), body), 0x9c602c);
};

const cashew: Motif = (brush) => {
  brush.shade(arc(34, 34, 170), 5, 0.35);
  brush.fill(arc(34, 34, 170), (x, y) => mix(0xfbe7c3, 0xe2b878, (x + y + 20) / 80));
  brush.fill(arc(27, 3, 120), 0xc79a5c, 0.6);
};

const chestnut: Motif = (brush) => {
  const body = turned(-54, 46, [2, 22, 44, 55, 56, 44]);
  brush.shade(body, 5, 0.35).fill(body, fade(0x8a4b2a, 0x552a17, -54, 46));
  brush.fill(within(ellipse(60, 20, 0, 46), body), 0xd9b587);
  brush.fill(stroke([0, -52], [0, -40], 5), 0xd9b587);
  shine(brush, -20, -12, 0.9);
};

const seed: Motif = (brush) => {
  const body = turned(-52, 46, [2, 20, 32, 33, 24, 8]);
  brush.shade(body, 5, 0.3).fill(body, fade(0xfdf6e3, 0xe9d9b4, -50, 46));
  brush.fill(within(outline(body, 8), body), 0xd8c290, 0.8);
};

export const walnuts = heap(walnut, 0.76);
export const almonds = heap(almond, 0.82);
export const cashews = heap(cashew, 0.8);
export const chestnuts = heap(chestnut, 0.76, 0.3);
export const seeds = heap(seed, 0.76);
