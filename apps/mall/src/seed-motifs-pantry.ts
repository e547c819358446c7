import { darker, fade, lighter, type Brush } from './seed-canvas';
import { drawLeaf, round, spread, type Motif } from './seed-motifs-grown';
import {
  arc,
  circle,
  ellipse,
  flower,
  join,
  move,
  outline,
  rect,
  stroke,
  turned,
  within,
} from './seed-shapes';

export const flowerCakes: Motif = (brush) => {
  for (const [x, y, colour, size] of [
    [-34, -30, 0xf6c8a8, 0.74],
    [40, -16, 0xf9dfe2, 0.78],
    [-8, 34, 0xf2a0ae, 0.9],
  ] as const) {
    const cake = brush.at(x, y, size);
    cake
      .shade(move(flower(6, 62, 14), 0, 6), 8, 0.35)
      .fill(move(flower(6, 62, 14), 0, 7), darker(colour, 0.25));
    cake.fill(flower(6, 62, 14), colour).fill(outline(flower(6, 44, 10), 3.5), darker(colour, 0.22), 0.7);
    cake.fill(flower(6, 20, 8), darker(colour, 0.18), 0.6).fill(circle(7), 0xf2c14e);
  }
};

/** A flaky round cake with a red stamp, one of two cut open. */
export const stampedCake: Motif = (brush) => {
  const back = brush.at(34, -24, 0.86);
  back.fill(circle(68, 0, 8), 0xc98e4e).fill(circle(68), fade(0xf7dca8, 0xe7b56c, -68, 68));
  back.fill(outline(circle(52), 2.5), 0xc98e4e, 0.6);
  const front = brush.at(-24, 22);
  front.shade(circle(66, 2, 8), 8, 0.35).fill(circle(66, 0, 9), 0xbd8141);
  front.fill(circle(66), fade(0xfbe6b8, 0xeec07a, -66, 66)).fill(outline(circle(54), 2.5), 0xd39b58, 0.7);
  front
    .fill(outline(circle(30), 3.5), 0xc23b3b)
    .fill(flower(5, 15, 9), 0xc23b3b)
    .fill(circle(4), 0xfbe6b8);
};

/** Square cakes pressed in a mould. */
export function mouldedCakes(colour: number): Motif {
  return (brush) => {
    for (const [x, y, degrees] of [
      [-40, -36, -8],
      [44, -28, 10],
      [-2, 36, 2],
    ] as const) {
      const cake = brush.at(x, y, 1, degrees);
      cake
        .shade(move(rect(78, 78, 14), 2, 8), 7, 0.3)
        .fill(move(rect(80, 80, 14), 0, 9), darker(colour, 0.25));
      cake.fill(rect(80, 80, 14), fade(lighter(colour, 0.25), colour, -40, 40));
      cake.fill(outline(rect(62, 62, 10), 3), darker(colour, 0.2), 0.7);
      cake
        .fill(outline(flower(4, 17, 9), 3), darker(colour, 0.25), 0.8)
        .fill(circle(4), darker(colour, 0.25));
    }
  };
}

/** A round biscuit; `crumb` draws what is on it. */
function biscuit(colour: number, crumb: (brush: Brush) => void): Motif {
  return (brush) => {
    for (const [x, y, degrees] of [
      [42, -40, 40],
      [-38, -14, 0],
      [30, 34, 75],
    ] as const) {
      const one = brush.at(x, y, 0.82, degrees);
      one
        .fill(move(flower(14, 61, 5), 1, 9), darker(colour, 0.6), 0.25)
        .fill(move(flower(14, 60, 5), 0, 5), darker(colour, 0.3));
      one.fill(flower(14, 60, 5), colour).fill(circle(50), lighter(colour, 0.2));
      crumb(one);
    }
  };
}

export const sesameBiscuits = biscuit(0xd9a866, (brush) => {
  for (const [x, y, i] of spread(34, 50))
    brush.at(x, y, 1, i * 67).fill(ellipse(4.4, 2.4), i % 4 === 0 ? 0xf6e7c6 : 0x33271f);
});

export const butterBiscuits = biscuit(0xf0c877, (brush) => {
  for (const radius of [44, 30, 16]) brush.at(0, 0, 1, radius * 9).fill(arc(radius, 6, 300), 0xdca95a);
  for (const [x, y] of spread(10, 50)) brush.fill(circle(2.2, x, y), 0xffffff, 0.9);
});

/** A glass jar; the emblem is drawn on its label. */
export function jar(content: number, lid: number, emblem: Motif): Motif {
  return (brush) => {
    const glass = move(rect(124, 134, 28), 0, 22);
    brush.fill(glass, 0xffffff, 0.7);
    round(brush, within(move(rect(112, 116, 22), 0, 26), glass), content, 56);
    brush.fill(move(rect(112, 10, 5), 0, -24), lighter(content, 0.35), 0.7);
    round(brush, move(rect(108, 30, 8), 0, -62), lid, 54);
    for (let x = -44; x <= 44; x += 11) brush.fill(stroke([x, -72], [x, -52], 2), darker(lid, 0.25), 0.5);
    brush
      .fill(move(rect(84, 62, 8), 0, 32), 0xfdf7e8)
      .fill(move(outline(rect(76, 54, 6), 1.6), 0, 32), lid, 0.7);
    emblem(brush.at(0, 32, 0.25));
    brush.at(-48, 18).fill(rect(7, 92, 3.5), 0xffffff, 0.5);
  };
}

export const blossom: Motif = (brush) => {
  brush.fill(flower(5, 58, 26), 0xf3b63f).fill(circle(18), 0xd9822b);
};

export const strawberry: Motif = (brush) => {
  brush.fill(turned(-50, 84, [30, 62, 68, 56, 34, 6]), 0xd8323f);
  for (const [x, y] of spread(16, 46)) brush.fill(ellipse(3.5, 5.5, x, y + 6), 0xffe08a);
  for (const degrees of [-160, -115, -65, -20]) drawLeaf(brush.at(0, -44, 1, degrees), 0x5f9147, 54);
};

export const mushroom: Motif = (brush) => {
  brush.fill(turned(0, 84, [20, 20, 24, 28]), 0xf0dfc4);
  brush.fill(within(ellipse(84, 76, 0, 6), move(rect(180, 90), 0, -38)), 0x7a4b2c);
  for (const [x, y] of [
    [-36, -24],
    [6, -46],
    [42, -20],
  ] as const)
    brush.fill(ellipse(13, 9, x, y), 0xc99a6b);
};

export const bee: Motif = (brush) => {
  brush.at(-14, -34, 1, 60).fill(ellipse(40, 22), 0xcfe4ea).at(0, -36).fill(ellipse(36, 20), 0xdfeef2);
  brush.fill(ellipse(66, 44, 0, 20), 0xf2b92f);
  for (const x of [-28, 2, 32])
    brush.fill(within(move(rect(15, 100), x, 20), ellipse(66, 44, 0, 20)), 0x3b2a1d);
};

/** Glasses of preserved fruit tea. */
export const glass: Motif = (brush) => {
  const body = turned(-64, 78, [58, 56, 52, 48, 44]);
  brush
    .fill(body, 0xffffff, 0.55)
    .fill(within(move(rect(140, 110), 0, 26), body), fade(0xffd873, 0xf0a431, -30, 78));
  for (const [x, y, size] of [
    [-16, 30, 0.5],
    [16, 0, 0.44],
    [10, 54, 0.4],
  ] as const) {
    const slice = brush.at(x, y, size);
    slice.fill(circle(44), 0xf7c13c).fill(circle(38), 0xfff4cf).fill(circle(34), 0xfbd75e);
    for (let i = 0; i < 8; i++) slice.at(0, 0, 1, i * 45).fill(stroke([0, 0], [34, 0], 3), 0xfff4cf);
  }
  brush
    .fill(stroke([22, 40], [46, -96], 5), 0xb98850)
    .fill(join(outline(ellipse(58, 13, 0, -64), 3)), 0xffffff, 0.9);
  brush.at(-36, 4, 1, 3).fill(rect(6, 92, 3), 0xffffff, 0.6);
};
