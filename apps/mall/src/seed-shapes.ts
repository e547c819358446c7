type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A shape by its signed distance: negative inside; nothing of it lies outside its box. */
export interface Shape {
  distance: (x: number, y: number) => number;
  box: Box;
}

/** Math.hypot guards against overflow, at ten times the time. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

export function circle(radius: number, x = 0, y = 0): Shape {
  return {
    distance: (px, py) => length(px - x, py - y) - radius,
    box: [x - radius, y - radius, x + radius, y + radius],
  };
}

export function ellipse(rx: number, ry: number, x = 0, y = 0): Shape {
  return {
    distance: (px, py) => {
      const near = length((px - x) / rx, (py - y) / ry);
      const slope = length((px - x) / rx ** 2, (py - y) / ry ** 2);
      return slope === 0 ? -Math.min(rx, ry) : (near * (near - 1)) / slope;
    },
    box: [x - rx, y - ry, x + rx, y + ry],
  };
}

/** A rectangle around the origin with round corners. */
export function rect(width: number, height: number, corner = 0): Shape {
  const [w, h] = [width / 2, height / 2];
  return {
    distance: (x, y) => {
      const dx = Math.abs(x) - w + corner;
      const dy = Math.abs(y) - h + corner;
      return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
    },
    box: [-w, -h, w, h],
  };
}

/** A stroke with round ends. */
export function stroke(from: readonly [number, number], to: readonly [number, number], width: number): Shape {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const r = width / 2;
  return {
    distance: (x, y) => {
      const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
      const t = Math.min(1, Math.max(0, along));
      return length(x - from[0] - dx * t, y - from[1] - dy * t) - r;
    },
    box: [
      Math.min(from[0], to[0]) - r,
      Math.min(from[1], to[1]) - r,
      Math.max(from[0], to[0]) + r,
      Math.max(from[1], to[1]) + r,
    ],
  };
}

/** A bent stroke around the origin, its middle pointing right. */
export function arc(radius: number, width: number, degrees: number): Shape {
  const half = (degrees * Math.PI) / 360;
  const [endX, endY] = [radius * Math.cos(half), radius * Math.sin(half)];
  const outer = radius + width / 2;
  return {
    distance: (x, y) =>
      (Math.abs(Math.atan2(y, x)) <= half
        ? Math.abs(length(x, y) - radius)
        : length(x - endX, Math.abs(y) - endY)) -
      width / 2,
    box: [-outer, -outer, outer, outer],
  };
}

/** A pointed leaf, lying along the x axis from the origin. */
export function leaf(extent: number, width: number): Shape {
  const half = extent / 2;
  // Two circles of this radius, whose centres lie on the middle of the leaf, meet at its tips.
  const radius = (half * half + (width / 2) ** 2) / width;
  const lift = radius - width / 2;
  return {
    distance: (x, y) => length(x - half, Math.abs(y) + lift) - radius,
    box: [0, -width / 2, extent, width / 2],
  };
}

/** What a potter turns: half widths at equal steps downwards, from `top` to `bottom`. */
export function turned(top: number, bottom: number, halfWidths: readonly number[]): Shape {
  const steps = halfWidths.length - 1;
  const widthAt = (y: number) => {
    const place = Math.min(steps, Math.max(0, ((y - top) / (bottom - top)) * steps));
    const i = Math.min(steps - 1, Math.floor(place));
    const t = place - i;
    const [a, b, c, d] = [i - 1, i, i + 1, i + 2].map(
      (n) => halfWidths[Math.min(steps, Math.max(0, n))]!,
    ) as [number, number, number, number];
    // Catmull-Rom: a smooth line through all points.
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  };
  const widest = Math.max(...halfWidths) * 1.1;
  return {
    distance: (x, y) => {
      const slope = widthAt(y + 0.5) - widthAt(y - 0.5);
      const side = (Math.abs(x) - widthAt(y)) / length(1, slope);
      return Math.max(side, top - y, y - bottom);
    },
    box: [-widest, top, widest, bottom],
  };
}

/** A circle whose radius swings: a flower of `petals`. */
export function flower(petals: number, radius: number, swing: number): Shape {
  const outer = radius + swing;
  return {
    distance: (x, y) =>
      (length(x, y) - radius - swing * Math.abs(Math.cos((Math.atan2(y, x) * petals) / 2)) + swing / 2) *
      0.85,
    box: [-outer, -outer, outer, outer],
  };
}

export function move(shape: Shape, x: number, y: number): Shape {
  const [left, top, right, bottom] = shape.box;
  return {
    distance: (px, py) => shape.distance(px - x, py - y),
    box: [left + x, top + y, right + x, bottom + y],
  };
}

export function join(...shapes: Shape[]): Shape {
  return {
    distance: (x, y) => Math.min(...shapes.map((shape) => shape.distance(x, y))),
    box: [
      Math.min(...shapes.map(({ box }) => box[0])),
      Math.min(...shapes.map(({ box }) => box[1])),
      Math.max(...shapes.map(({ box }) => box[2])),
      Math.max(...shapes.map(({ box }) => box[3])),
    ],
  };
}

/** What lies in both. */
export function within(shape: Shape, frame: Shape): Shape {
  return { distance: (x, y) => Math.max(shape.distance(x, y), frame.distance(x, y)), box: shape.box };
}

export function without(shape: Shape, hole: Shape): Shape {
  return { distance: (x, y) => Math.max(shape.distance(x, y), -hole.distance(x, y)), box: shape.box };
}

/** The outline of a shape, `width` wide. */
export function outline(shape: Shape, width: number): Shape {
  const [left, top, right, bottom] = shape.box;
  const r = width / 2;
  return {
    distance: (x, y) => Math.abs(shape.distance(x, y)) - r,
    box: [left - r, top - r, right + r, bottom + r],
  };
}
