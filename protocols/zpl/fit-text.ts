import { mostRise, shorten, textWidth, wrap } from './text-width.ts';

/** An area for text, in dots. */
export interface TextArea {
  readonly widthDots: number;
  readonly heightDots: number;
  /** The heights between which the font is chosen. */
  readonly largestDots: number;
  readonly smallestDots: number;
}

export interface FittedText {
  readonly heightDots: number;
  readonly lines: readonly string[];
  /** Not all of the text is there, even in the smallest font. */
  readonly isCut: boolean;
}

/** Where the origin of line `index` is below the top of its area: each line has room for accents above it. */
export function lineTop(index: number, heightDots: number): number {
  const rise = mostRise(heightDots);
  return rise + index * (heightDots + rise);
}

/** The largest font in which all paragraphs go into the area, wrapped between words. */
export function fitText(paragraphs: readonly string[], area: TextArea): FittedText {
  const clean = paragraphs.map((text) => text.replace(/\p{Cc}+/gu, ' ').trim()).filter((text) => text !== '');
  const step = Math.max(Math.round(area.largestDots / 24), 1);
  for (let heightDots = area.largestDots; heightDots > area.smallestDots; heightDots -= step) {
    const lines = clean.flatMap((text) => wrap(text, area.widthDots, heightDots));
    if (fits(lines.length, heightDots, area)) return { heightDots, lines, isCut: false };
  }
  return cutText(clean, area);
}

function fits(lines: number, heightDots: number, area: TextArea): boolean {
  return lines === 0 || lineTop(lines - 1, heightDots) + heightDots <= area.heightDots;
}

function cutText(clean: readonly string[], area: TextArea): FittedText {
  const heightDots = area.smallestDots;
  const lines = clean.flatMap((text) => wrap(text, area.widthDots, heightDots));
  let room = lines.length;
  while (room > 1 && !fits(room, heightDots, area)) room -= 1;
  if (room === lines.length) return { heightDots, lines, isCut: false };
  const last = lines.slice(room - 1).join(' ');
  return {
    heightDots,
    lines: [...lines.slice(0, room - 1), shorten(last, area.widthDots, heightDots)],
    isCut: true,
  };
}

/** Left edge of a line that stands in the middle of an area. */
export function centred(text: string, heightDots: number, widthDots: number): number {
  return Math.max(Math.floor((widthDots - textWidth(text, heightDots)) / 2), 0);
}
