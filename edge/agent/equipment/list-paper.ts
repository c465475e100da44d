import { lineTop } from '../../../protocols/zpl/fit-text.ts';
import { buildLabel, type LabelElement, type LabelFault } from '../../../protocols/zpl/label.ts';
import { wrap } from '../../../protocols/zpl/text-width.ts';
import { type Area, codeElement, type Sheet, textElements } from './sheet.ts';

/** One line of a list: how many or which at the left, what it is, and beneath it in small print what else is known. */
export interface ListRow {
  readonly left: string;
  readonly main: string;
  readonly detail?: string;
}

/** A paper that goes over as many labels as its rows need. */
export interface ListPaper {
  readonly title: string;
  readonly facts: readonly string[];
  /** To scan, beneath the head of each label. */
  readonly code: string | null;
  readonly rows: readonly ListRow[];
  /** What is written by hand beneath the last row, a line each. */
  readonly toSign: readonly string[];
  /** Beside the number of the label. */
  readonly note: string | null;
}

type BuiltList =
  | { readonly ok: true; readonly zpl: string; readonly labels: number }
  | { readonly ok: false; readonly faults: readonly LabelFault[] };

/** Heights of fonts and of what stands between them, in millimetres. */
const sizes = { main: 3.2, detail: 2.4, gap: 1, title: 10, facts: 15, code: 12, foot: 4, sign: 10 } as const;
const leftMm = 11;
/** More is no paper that anybody reads; a full load of 1,000 parcels takes half of it. */
const maxListLabels = 120;

interface Part {
  readonly elements: readonly LabelElement[];
  readonly heightDots: number;
}

/** Every row is printed whole: what does not go on one label goes on the next, and nothing is cut. */
export function buildList(paper: ListPaper, sheet: Sheet): BuiltList {
  const { mm, marginDots, widthDots, heightDots } = sheet;
  const width = widthDots - 2 * marginDots;
  const head = headOf(paper, sheet, width);
  const top = marginDots + head.heightDots + mm(2);
  const footTop = heightDots - marginDots - mm(sizes.foot);
  const parts = [...paper.rows.map((row) => rowPart(row, sheet, width)), ...signParts(paper, sheet, width)];
  const pages = paged(parts, footTop - mm(2) - top);
  if (pages.length > maxListLabels) return tooLong;
  let zpl = '';
  for (const [index, page] of pages.entries()) {
    const foot = [`${index + 1} / ${pages.length}`, ...(paper.note === null ? [] : [paper.note])].join(' · ');
    const area = { x: marginDots, y: footTop, width, height: mm(sizes.foot) };
    const footSizes = { largestDots: mm(3), smallestDots: mm(2) };
    const elements = [...head.elements, ...stacked(page, top), ...textElements([foot], area, footSizes)];
    const built = buildLabel({ widthDots, heightDots, elements });
    if (!built.ok) return built;
    zpl += built.zpl;
  }
  return { ok: true, zpl, labels: pages.length };
}

const tooLong = {
  ok: false,
  faults: [{ element: null, field: 'rows', expected: `at most ${maxListLabels} labels` }],
} as const;

function headOf({ title, facts, code }: ListPaper, sheet: Sheet, width: number): Part {
  const { mm, marginDots: x } = sheet;
  const area = (y: number, height: number): Area => ({ x, y, width, height });
  const factsTop = x + mm(sizes.title);
  const codeTop = factsTop + mm(sizes.facts) + mm(sizes.gap);
  const codeDots = code === null ? 0 : mm(sizes.code) + mm(2);
  const ruleTop = codeTop + codeDots;
  const elements: LabelElement[] = [
    ...textElements([title], area(x, mm(sizes.title)), { largestDots: mm(6), smallestDots: mm(2.5) }),
    ...textElements(facts, area(factsTop, mm(sizes.facts)), { largestDots: mm(3.4), smallestDots: mm(1.8) }),
    ...(code === null ? [] : [codeElement(code, area(codeTop, mm(sizes.code)), sheet)]),
    rule(x, ruleTop, width, mm(0.4)),
  ];
  return { elements, heightDots: ruleTop - x };
}

function rowPart({ left, main, detail = '' }: ListRow, { mm, marginDots }: Sheet, width: number): Part {
  const x = marginDots + mm(leftMm);
  const right = width - mm(leftMm);
  const [mainDots, detailDots] = [mm(sizes.main), mm(sizes.detail)];
  const mainLines = wrap(clean(main), right, mainDots);
  const detailLines = wrap(clean(detail), right, detailDots);
  const detailTop = lineTop(mainLines.length, mainDots) - mm(0.5);
  const elements: LabelElement[] = [
    ...lines(mainLines, x, 0, mainDots),
    ...lines(detailLines, x, detailTop, detailDots),
    ...textElements(
      [left],
      { x: marginDots, y: 0, width: mm(leftMm - 1), height: lineTop(0, mainDots) + mainDots },
      { largestDots: mainDots, smallestDots: mm(1.4) },
    ),
  ];
  const end = detailLines.length === 0 ? detailTop : detailTop + lineTop(detailLines.length, detailDots);
  return { elements, heightDots: end + mm(sizes.gap) };
}

/** A line to write on, and in small print what belongs there. */
function signParts({ toSign }: ListPaper, { mm, marginDots: x }: Sheet, width: number): Part[] {
  return toSign.map((text) => {
    const y = mm(sizes.sign);
    const area = { x, y: y + mm(0.5), width, height: mm(4) };
    const small = textElements([text], area, { largestDots: mm(2.4), smallestDots: mm(1.8) });
    return { elements: [rule(x, y, width, mm(0.3)), ...small], heightDots: y + mm(5) };
  });
}

/** As many parts on each label as go into its room. */
function paged(parts: readonly Part[], roomDots: number): Part[][] {
  const pages: Part[][] = [[]];
  let usedDots = 0;
  for (const part of parts) {
    if (usedDots > 0 && usedDots + part.heightDots > roomDots) {
      pages.push([]);
      usedDots = 0;
    }
    pages.at(-1)?.push(part);
    usedDots += part.heightDots;
  }
  return pages;
}

function stacked(parts: readonly Part[], top: number): LabelElement[] {
  let y = top;
  return parts.flatMap(({ elements, heightDots }) => {
    const placed = elements.map((element) => ({ ...element, y: y + element.y }));
    y += heightDots;
    return placed;
  });
}

function lines(texts: readonly string[], x: number, top: number, heightDots: number): LabelElement[] {
  return texts.map((text, index) => ({
    kind: 'text',
    x,
    y: top + lineTop(index, heightDots),
    text,
    heightDots,
  }));
}

function rule(x: number, y: number, widthDots: number, thicknessDots: number): LabelElement {
  return { kind: 'box', x, y, widthDots, heightDots: thicknessDots, thicknessDots };
}

function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
