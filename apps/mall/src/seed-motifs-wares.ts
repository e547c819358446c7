import { darker, fade, lighter, sideways } from './seed-canvas';
import { drawLeaf, orange, round, spread, type Motif } from './seed-motifs-grown';
import {
  arc,
  circle,
  ellipse,
  flower,
  move,
  outline,
  rect,
  stroke,
  turned,
  within,
  without,
} from './seed-shapes';

/** A cup of tea on its saucer. */
export function cup(colour: number, tea: number): Motif {
  return (brush) => {
    brush
      .fill(ellipse(90, 17, 0, 66), darker(colour, 0.12))
      .fill(ellipse(84, 13, 0, 62), lighter(colour, 0.3));
    brush.at(62, 4).fill(outline(ellipse(22, 26), 9), darker(colour, 0.12));
    round(brush, turned(-36, 64, [66, 65, 62, 56, 44, 30]), colour, 66);
    brush.fill(ellipse(66, 17, 0, -36), lighter(colour, 0.45)).fill(ellipse(58, 13, 0, -34), tea);
    brush.fill(ellipse(30, 5, -14, -37), lighter(tea, 0.3), 0.6);
    drawLeaf(brush.at(-14, 32, 1, -50), 0x7fa05c, 40);
    for (const x of [-22, 6, 32]) {
      brush.at(x, -66, 1, 0).fill(arc(13, 4, 150), 0xffffff, 0.75);
      brush.at(x + 7, -90, 1, 180).fill(arc(13, 4, 150), 0xffffff, 0.55);
    }
  };
}

/** A lidded tea caddy with a round label. */
export function caddy(colour: number, label: number): Motif {
  return (brush) => {
    round(brush, move(rect(112, 128, 12), 0, 24), colour, 56);
    brush.fill(move(rect(112, 5), 0, 72), lighter(colour, 0.5), 0.6);
    round(brush, move(rect(120, 40, 10), 0, -54), darker(colour, 0.22), 60);
    round(brush, move(rect(36, 16, 7), 0, -80), darker(colour, 0.3), 18);
    brush
      .at(0, 22)
      .fill(circle(36), 0xfbf5e6)
      .fill(outline(circle(30), 2), label);
    drawLeaf(brush.at(-15, 38, 1, -48), label, 46);
    brush.at(-42, 20).fill(rect(8, 104, 4), 0xffffff, 0.22);
  };
}

/** A small bowl with a pale glaze. */
export const celadonBowl: Motif = (brush) => {
  const glaze = 0xa9c9bb;
  round(brush, turned(50, 70, [30, 34]), darker(glaze, 0.25), 34);
  round(brush, turned(-34, 56, [90, 88, 82, 70, 52, 30]), glaze, 90);
  brush
    .fill(ellipse(90, 24, 0, -34), lighter(glaze, 0.45))
    .fill(ellipse(83, 19, 0, -33), darker(glaze, 0.12));
  brush.fill(ellipse(60, 11, 0, -28), 0xc7b465, 0.85);
  for (const x of [-48, -16, 16, 48])
    brush.at(x, 8, 0.62, x / 4).fill(outline(ellipse(16, 40), 3), lighter(glaze, 0.4), 0.6);
};

export const mug: Motif = (brush) => {
  const clay = 0xb98a66;
  brush.at(56, 14).fill(outline(ellipse(32, 34), 14), darker(clay, 0.2));
  const body = move(rect(120, 130, 20), -8, 18);
  round(brush, body, clay, 68);
  brush.fill(within(move(rect(130, 64), -8, -22), body), sideways(0xf4ecdf, 0xd8c8b2, -68, 60));
  brush.fill(ellipse(60, 15, -8, -46), 0xf9f3e8).fill(ellipse(53, 11, -8, -45), 0x6b4630);
  for (const [x, y] of spread(40, 62)) brush.fill(within(circle(1.8, x - 8, y + 24), body), 0x5a3a26, 0.5);
};

/** A wood-fired vase with a branch in blossom. */
export const vase: Motif = (brush) => {
  brush.fill(stroke([0, -30], [-26, -96], 5), 0x6a4a35).fill(stroke([-12, -62], [34, -104], 4), 0x6a4a35);
  for (const [x, y] of [
    [-26, -98],
    [-34, -70],
    [10, -84],
    [36, -104],
    [-6, -112],
  ] as const)
    brush
      .at(x, y, 0.24)
      .fill(flower(5, 44, 20), 0xf6b6c1)
      .fill(circle(14), 0xe0637c);
  const body = turned(-40, 86, [20, 15, 18, 36, 56, 64, 60, 46, 34]);
  round(brush, body, 0x8d6e5a, 62);
  brush.fill(within(ellipse(70, 46, -12, 4), body), 0x5b7f86, 0.55);
  brush.fill(ellipse(20, 6, 0, -40), 0x4a3629);
};

/** A woven basket with fruit in it. */
export const basket: Motif = (brush) => {
  brush.at(0, -6, 1, -90).fill(arc(70, 9, 180), 0xa9794a);
  orange(brush.at(-20, -22, 0.52));
  brush.fill(circle(30, 38, -16), fade(0xe9483f, 0xb71f2e, -46, 14));
  const body = turned(-10, 78, [86, 84, 80, 74, 66]);
  round(brush, body, 0xd0a066, 86);
  for (let row = 0; row < 5; row++)
    for (let column = -5; column <= 5; column++) {
      const x = column * 18 + (row % 2) * 9;
      brush.fill(within(move(rect(12, 9, 4), x, 6 + row * 17), body), 0xa9794a, 0.8);
    }
  round(brush, move(rect(180, 16, 8), 0, -8), 0xb98850, 90);
};

/** A turned wooden tray. */
export const tray: Motif = (brush) => {
  brush.fill(circle(90), 0x9a6a3f).fill(circle(86), fade(0xcf9a63, 0xb27c46, -86, 86));
  brush.fill(without(circle(72), circle(70)), 0x8a5c34, 0.7);
  const grain = circle(69);
  for (const radius of [26, 50, 78, 108, 140])
    brush.fill(within(outline(circle(radius, -60, 30), 3), grain), 0x9a6a3f, 0.5);
  brush
    .at(14, 10, 0.46)
    .shade(circle(62, 4, 10), 12, 0.4)
    .fill(circle(62), 0xf2ede0)
    .fill(circle(52), 0xb9863c);
  drawLeaf(brush.at(-46, -18, 1, -30), 0x6fa055, 48);
};
