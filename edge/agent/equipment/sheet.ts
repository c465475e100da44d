import { code128 } from '../../../protocols/zpl/code128.ts';
import { dotsOf } from '../../../protocols/zpl/dpi.ts';
import { fitText, lineTop, type TextArea } from '../../../protocols/zpl/fit-text.ts';
import type { LabelElement } from '../../../protocols/zpl/label.ts';
import type { LogisticLabelStock } from '../../../protocols/zpl/logistic-label.ts';
import { dataMatrixSide } from '../../../protocols/zpl/matrix-codes.ts';

/** The part of a label that is drawn on, in dots. */
export interface Sheet {
  readonly mm: (length: number) => number;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly marginDots: number;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const marginMm = 4;
/** Narrower bars are not read from an arm's length (GS1 General Specifications 5.12.3, general scanning: from 0.250 mm). */
const leastModuleMm = 0.25;
const mostModuleMm = 0.66;
const quietModules = 10;

export function sheetOf({ size, dpi }: LogisticLabelStock): Sheet {
  const mm = (length: number) => dotsOf(length, dpi);
  const [widthMm, heightMm] = size === 'a6' ? [105, 148] : [101.6, 152.4];
  return { mm, widthDots: mm(widthMm), heightDots: mm(heightMm), marginDots: mm(marginMm) };
}

/** Texts as large as the area lets them be, a line each unless they wrap. */
export function textElements(
  texts: readonly string[],
  { x, y, width, height }: Area,
  sizes: Pick<TextArea, 'largestDots' | 'smallestDots'>,
): LabelElement[] {
  const { heightDots, lines } = fitText(texts, { widthDots: width, heightDots: height, ...sizes });
  return lines.map((text, index) => ({
    kind: 'text',
    x,
    y: y + lineTop(index, heightDots),
    text,
    heightDots,
  }));
}

/**
 * A name as Code 128, as wide as the area lets it be with its quiet zones, or as a Data Matrix where the bars would be too narrow
 * to be read.
 */
export function codeElement(data: string, area: Area, { mm }: Sheet): LabelElement {
  const bars = code128(data);
  const modules = bars.ok ? bars.symbol.modules : Number.POSITIVE_INFINITY;
  const most = Math.floor(area.width / (modules + 2 * quietModules));
  const moduleDots = Math.min(most, mm(mostModuleMm));
  if (moduleDots >= Math.ceil(leastModuleMm * (mm(1000) / 1000))) {
    const x = area.x + Math.floor((area.width - modules * moduleDots) / 2);
    return { kind: 'code128', x, y: area.y, data, moduleDots, heightDots: area.height };
  }
  const side = dataMatrixSide(data, false) ?? 1;
  const matrixDots = Math.max(1, Math.floor(Math.min(area.height, area.width) / side));
  const x = area.x + Math.floor((area.width - side * matrixDots) / 2);
  return { kind: 'data-matrix', x, y: area.y, data, moduleDots: matrixDots };
}
