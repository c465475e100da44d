import { type Colour, encodePng } from './png.ts';

/** Coordinates and lengths in shares of the side: 0 to 1. */
type Shape = (x: number, y: number) => number;

const navy: Colour = [0.047, 0.11, 0.169, 1];
const harbour: Colour = [0.122, 0.388, 0.647, 1];
const white: Colour = [1, 1, 1, 1];
const green: Colour = [0.16, 0.66, 0.36, 1];
const clear: Colour = [0, 0, 0, 0];

/** Distance to a rounded box, below 0 inside. */
function box(left: number, top: number, right: number, bottom: number, radius: number): Shape {
  const [centreX, centreY] = [(left + right) / 2, (top + bottom) / 2];
  const [halfX, halfY] = [(right - left) / 2 - radius, (bottom - top) / 2 - radius];
  return (x, y) => {
    const [dx, dy] = [Math.abs(x - centreX) - halfX, Math.abs(y - centreY) - halfY];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };
}

function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.hypot(x - centreX, y - centreY) - radius;
}

/** A line with round ends. */
function stroke(from: readonly [number, number], to: readonly [number, number], width: number): Shape {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  return (x, y) => {
    const along = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
    return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy) - width / 2;
  };
}

function union(...shapes: readonly Shape[]): Shape {
  return (x, y) => Math.min(...shapes.map((shape) => shape(x, y)));
}

/** A barcode: left edges and widths of its bars. */
const bars: readonly (readonly [number, number])[] = [
  [0.24, 0.05],
  [0.32, 0.025],
  [0.375, 0.075],
  [0.485, 0.025],
  [0.54, 0.05],
  [0.625, 0.025],
  [0.68, 0.08],
];
const barcode = union(...bars.map(([left, width]) => box(left, 0.27, left + width, 0.66, 0.012)));
const badge = disc(0.685, 0.69, 0.165);
const rim = disc(0.685, 0.69, 0.2);
const check = union(
  stroke([0.612, 0.695], [0.664, 0.747], 0.046),
  stroke([0.664, 0.747], [0.762, 0.642], 0.046),
);

function backgroundAt(y: number): Colour {
  const share = Math.min(1, Math.max(0, y));
  const mixed = (channel: 0 | 1 | 2) => harbour[channel] + (navy[channel] - harbour[channel]) * share;
  return [mixed(0), mixed(1), mixed(2), 1];
}

function colourAt(x: number, y: number, ground: Shape): Colour {
  if (ground(x, y) > 0) return clear;
  if (check(x, y) < 0) return white;
  if (badge(x, y) < 0) return green;
  if (rim(x, y) < 0) return backgroundAt(y);
  return barcode(x, y) < 0 ? white : backgroundAt(y);
}

/** How near the edge of a shape is, on either side of it. */
function outline(shape: Shape): Shape {
  return (x, y) => Math.abs(shape(x, y));
}

/** Smooth edges: each point of the picture is the mean of so many squared. */
const samples = 4;

/**
 * The sign of the handheld: a barcode that was confirmed.
 *
 * @param maskable it fills the whole square, with its content in the inner four fifths that no mask of a system cuts away.
 */
export function drawIcon(side: number, maskable: boolean): Buffer {
  const ground = maskable ? box(-1, -1, 2, 2, 0) : box(0, 0, 1, 1, 0.22);
  const scale = maskable ? 1.18 : 1;
  const place = (pixel: number, sample: number) =>
    ((pixel + (sample + 0.5) / samples) / side - 0.5) * scale + 0.5;
  const edges = union(...[ground, check, badge, rim, barcode].map(outline));
  return encodePng(side, (x, y) => {
    const [centreX, centreY] = [place(x, (samples - 1) / 2), place(y, (samples - 1) / 2)];
    // Away from all edges every sample has the same colour.
    if (edges(centreX, centreY) > (2 * scale) / side) return colourAt(centreX, centreY, ground);
    const sum: [number, number, number, number] = [0, 0, 0, 0];
    for (let sample = 0; sample < samples * samples; sample += 1) {
      const colour = colourAt(place(x, sample % samples), place(y, Math.floor(sample / samples)), ground);
      const alpha = colour[3];
      sum[0] += colour[0] * alpha;
      sum[1] += colour[1] * alpha;
      sum[2] += colour[2] * alpha;
      sum[3] += alpha;
    }
    const covered = sum[3] === 0 ? 1 : sum[3];
    return [sum[0] / covered, sum[1] / covered, sum[2] / covered, sum[3] / samples ** 2];
  });
}
