import { parseSscc } from '../gs1/sscc.ts';
import { type Dpi, dotsOf } from './dpi.ts';
import { centred, fitText, lineTop } from './fit-text.ts';
import {
  boxOf,
  buildLabel,
  type Code128Element,
  type Label,
  type LabelElement,
  type LabelFault,
} from './label.ts';

/** What a logistic label says (GS1 Logistic Label Guideline). */
export interface LogisticLabelContent {
  /** 18 digits with a right check digit. */
  readonly sscc: string;
  /** Name and address, a line each. */
  readonly shipTo: readonly string[];
  readonly shipFrom?: readonly string[];
  readonly orderNumber: string;
  /** Parcel `number` of `of`, where it is known how many there will be. */
  readonly parcel: { readonly number: number; readonly of?: number };
  readonly weightGrams?: number;
  /** As it is to be printed. */
  readonly date?: string;
  readonly carrier?: {
    readonly name: string;
    readonly service?: string;
    /** What the carrier sorts by. */
    readonly routingCode?: string;
  };
  /** Written to the tag of the label, as hex. */
  readonly epc?: string;
}

export interface LogisticLabelStock {
  readonly size: '4x6in' | 'a6';
  /** At 600 the bars would have to be wider than ^BY can say. */
  readonly dpi: Exclude<Dpi, 600>;
}

/** The words on the label, for other languages. */
export interface LogisticLabelTitles {
  readonly from: string;
  readonly to: string;
  readonly order: string;
  readonly parcel: string;
  readonly weight: string;
  readonly date: string;
}

const englishTitles: LogisticLabelTitles = {
  from: 'From',
  to: 'Ship to',
  order: 'Order',
  parcel: 'Parcel',
  weight: 'Weight',
  date: 'Date',
};

export type LogisticLabel =
  | {
      readonly ok: true;
      readonly zpl: string;
      readonly label: Label;
      /** What did not go in even in the smallest font, and ends in an ellipsis. */
      readonly shortened: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly LabelFault[] };

const sizesMm = { '4x6in': { width: 101.6, height: 152.4 }, a6: { width: 105, height: 148 } } as const;

const marginMm = 3;
const gapMm = 1.5;
const headerMm = 20;
const titleMm = 3;
const detailsMm = 24;
const ssccMm = 8;
/** Bars of a logistic label are at least so high, so wide and have text so high (GS1 General Specifications 5.12.3.6, 6.4.4). */
const barHeightMm = 32;
const moduleMm = 0.495;
const hriMm = 5;

/** A part of the label, in dots. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Sheet {
  readonly mm: (length: number) => number;
  readonly widthDots: number;
  readonly heightDots: number;
  readonly elements: LabelElement[];
  readonly shortened: string[];
}

/**
 * A logistic label: sender and carrier on top, the receiver, the order, and the SSCC as GS1-128 with its text at the foot. Every
 * part keeps to its area: text wraps and shrinks, so that nothing ever overlaps.
 */
export function buildLogisticLabel(
  content: LogisticLabelContent,
  stock: LogisticLabelStock,
  titles: LogisticLabelTitles = englishTitles,
): LogisticLabel {
  const faults = faultsOf(content);
  if (faults.length > 0) return { ok: false, faults };
  const sheet = newSheet(stock);
  const { mm, widthDots, heightDots } = sheet;
  const full = { x: mm(marginMm), width: widthDots - 2 * mm(marginMm) };
  const detailsTop = drawSscc(sheet, content.sscc, full);
  const receiverTop = mm(marginMm + headerMm + gapMm);
  drawHeader(sheet, content, titles, { ...full, y: mm(marginMm), height: mm(headerMm) });
  drawRule(sheet, full, receiverTop - mm(gapMm / 2));
  const receiver = { ...full, y: receiverTop, height: detailsTop - mm(gapMm) - receiverTop };
  drawText(sheet, 'shipTo', titles.to, content.shipTo, receiver, { largest: 7, smallest: 2.5 });
  drawRule(sheet, full, detailsTop - mm(gapMm / 2));
  drawDetails(sheet, content, titles, { ...full, y: detailsTop, height: mm(detailsMm) });
  const label: Label = {
    widthDots,
    heightDots,
    elements: sheet.elements,
    ...(content.epc === undefined ? {} : { epc: content.epc }),
  };
  const built = buildLabel(label);
  return built.ok ? { ok: true, zpl: built.zpl, label, shortened: sheet.shortened } : built;
}

function faultsOf({ sscc, shipTo, parcel, weightGrams = 0 }: LogisticLabelContent): LabelFault[] {
  const found: LabelFault[] = [];
  const check = (right: boolean, field: string, expected: string) => {
    if (!right) found.push({ element: null, field, expected });
  };
  check(parseSscc(sscc) !== null, 'sscc', '18 digits with a right check digit');
  check(
    shipTo.some((line) => line.trim() !== ''),
    'shipTo',
    'a name or an address',
  );
  const { number, of = number } = parcel;
  const inRange = Number.isInteger(number) && number >= 1 && number <= of;
  check(inRange && Number.isInteger(of), 'parcel', 'a number from 1 to the number of parcels');
  check(Number.isFinite(weightGrams) && weightGrams >= 0, 'weightGrams', 'a weight');
  return found;
}

function newSheet({ size, dpi }: LogisticLabelStock): Sheet {
  const mm = (length: number) => dotsOf(length, dpi);
  const { width, height } = sizesMm[size];
  return { mm, widthDots: mm(width), heightDots: mm(height), elements: [], shortened: [] };
}

/** Draws the foot from the lower edge upwards, and tells where the part above it begins. */
function drawSscc(sheet: Sheet, sscc: string, { x, width }: { x: number; width: number }): number {
  const { mm, elements } = sheet;
  const hriTop = sheet.heightDots - mm(marginMm) - mm(hriMm);
  const barTop = hriTop - mm(gapMm) - mm(barHeightMm);
  const ssccTop = barTop - mm(gapMm) - mm(ssccMm);
  elements.push(ssccSymbol(sheet, sscc, barTop));
  const hri = `(00) ${sscc}`;
  const hriHeight = mm(hriMm);
  elements.push({
    kind: 'text',
    x: centred(hri, hriHeight, sheet.widthDots),
    y: hriTop,
    text: hri,
    heightDots: hriHeight,
  });
  drawRule(sheet, { x, width }, ssccTop - mm(gapMm / 2));
  drawText(
    sheet,
    'sscc',
    'SSCC',
    [sscc],
    { x, y: ssccTop, width, height: mm(ssccMm) },
    { largest: 5, smallest: 3 },
  );
  return ssccTop - mm(gapMm) - mm(detailsMm);
}

function ssccSymbol(sheet: Sheet, sscc: string, y: number): Code128Element {
  const symbol: Code128Element = {
    kind: 'gs1-128',
    x: 0,
    y,
    data: `00${sscc}`,
    moduleDots: Math.ceil(moduleMm * (sheet.mm(1000) / 1000)),
    heightDots: sheet.mm(barHeightMm) + 1,
  };
  const width = boxOf(symbol)?.widthDots ?? 0;
  return { ...symbol, x: Math.floor((sheet.widthDots - width) / 2) };
}

function drawHeader(
  sheet: Sheet,
  { shipFrom = [], carrier }: LogisticLabelContent,
  titles: LogisticLabelTitles,
  area: Area,
): void {
  const gap = sheet.mm(gapMm);
  const fromWidth = Math.floor(area.width * 0.55) - gap;
  drawText(
    sheet,
    'shipFrom',
    titles.from,
    shipFrom,
    { ...area, width: fromWidth },
    { largest: 4, smallest: 2 },
  );
  if (carrier === undefined) return;
  const { name, service = '', routingCode = '' } = carrier;
  const x = area.x + fromWidth + gap;
  const carrierArea = { ...area, x, width: area.x + area.width - x };
  const routed = routingCode.trim() !== '';
  const nameHeight = routed ? Math.floor(area.height / 2) : area.height;
  const nameArea = { ...carrierArea, height: nameHeight };
  drawText(sheet, 'carrier', null, [name, service], nameArea, { largest: 5, smallest: 2 });
  if (!routed) return;
  const routingArea = { ...carrierArea, y: area.y + nameHeight, height: area.height - nameHeight };
  drawText(sheet, 'routingCode', null, [routingCode], routingArea, { largest: 9, smallest: 3 });
}

function drawDetails(
  sheet: Sheet,
  { orderNumber, parcel, weightGrams, date = '' }: LogisticLabelContent,
  titles: LogisticLabelTitles,
  area: Area,
): void {
  const gap = sheet.mm(gapMm);
  const [width, height] = [Math.floor((area.width - gap) / 2), Math.floor((area.height - gap) / 2)];
  const weight = weightGrams === undefined ? '' : `${(weightGrams / 1000).toFixed(3)} kg`;
  const cells = [
    ['orderNumber', titles.order, orderNumber],
    [
      'parcel',
      titles.parcel,
      parcel.of === undefined ? `${parcel.number}` : `${parcel.number} / ${parcel.of}`,
    ],
    ['weight', titles.weight, weight],
    ['date', titles.date, date],
  ] as const;
  for (const [index, [field, title, text]] of cells.entries()) {
    if (text.trim() === '') continue;
    const x = area.x + (index % 2) * (width + gap);
    const y = area.y + Math.floor(index / 2) * (height + gap);
    drawText(sheet, field, title, [text], { x, y, width, height }, { largest: 6, smallest: 2.5 });
  }
}

function drawRule({ mm, elements }: Sheet, { x, width }: { x: number; width: number }, y: number): void {
  const thicknessDots = Math.max(mm(0.3), 1);
  elements.push({ kind: 'box', x, y, widthDots: width, heightDots: thicknessDots, thicknessDots });
}

/** A title in small print and the text under it, as large as the area lets it be. Sizes of the font are in millimetres. */
function drawText(
  sheet: Sheet,
  field: string,
  title: string | null,
  paragraphs: readonly string[],
  area: Area,
  sizes: { readonly largest: number; readonly smallest: number },
): void {
  const { mm, elements, shortened } = sheet;
  const titleHeight = title === null ? 0 : mm(titleMm);
  const fitted = fitText(paragraphs, {
    widthDots: area.width,
    heightDots: area.height - titleHeight,
    largestDots: mm(sizes.largest),
    smallestDots: mm(sizes.smallest),
  });
  if (fitted.lines.length === 0) return;
  if (fitted.isCut) shortened.push(field);
  if (title !== null) {
    const heading = fitText([title], {
      widthDots: area.width,
      heightDots: titleHeight,
      largestDots: mm(titleMm * 0.8),
      smallestDots: mm(titleMm * 0.6),
    });
    const [text = ''] = heading.lines;
    const y = area.y + lineTop(0, heading.heightDots);
    elements.push({ kind: 'text', x: area.x, y, text, heightDots: heading.heightDots });
  }
  for (const [index, text] of fitted.lines.entries()) {
    const y = area.y + titleHeight + lineTop(index, fitted.heightDots);
    elements.push({ kind: 'text', x: area.x, y, text, heightDots: fitted.heightDots });
  }
}
