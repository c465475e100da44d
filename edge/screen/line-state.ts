import type { ScreenLine } from '../fulfilment/screen-view.ts';

/** How a line stands, as symbol and words: the colour only repeats it. */
export function lineState(line: ScreenLine): { symbol: string; words: string } {
  switch (line.state) {
    case 'done':
      return { symbol: '✓', words: 'done' };
    case 'partial':
      return { symbol: '◐', words: `${line.units - line.done - line.shorted} to go` };
    case 'short':
      return { symbol: '–', words: `${line.shorted} short` };
    case 'todo':
      return { symbol: '○', words: 'to do' };
  }
}
