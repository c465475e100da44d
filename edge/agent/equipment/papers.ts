import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import { dotsOf } from '../../../protocols/zpl/dpi.ts';
import { fitText, lineTop } from '../../../protocols/zpl/fit-text.ts';
import { buildLabel, type LabelElement, type LabelFault } from '../../../protocols/zpl/label.ts';
import {
  buildLogisticLabel,
  type LogisticLabelContent,
  type LogisticLabelStock,
} from '../../../protocols/zpl/logistic-label.ts';
import type { ParcelPaper, PrintJob } from '../../fulfilment/state.ts';
import { type PaperWords, paperWords } from './paper-words.ts';

/** The ZPL of a paper, or why there is none. */
export type Paper =
  | { readonly ok: true; readonly zpl: string; readonly labels: number }
  | { readonly ok: false; readonly reason: string };

export interface PaperSetting {
  readonly stock: LogisticLabelStock;
  readonly language: Language;
  readonly site: string;
  /** It may have been printed before: the station was started again, or a person asked for it a second time. */
  readonly mayBeTwice: boolean;
}

/** So many lines go on one label of a slip. */
const linesPerLabel = 14;
const maxSlipLabels = 20;
const marginMm = 4;

/** Makes what a job asks for. A copy says so on its face, that nobody takes it for a second parcel. */
export function paperOf(job: PrintJob, setting: PaperSetting): Paper {
  const words = paperWords[setting.language];
  const { paper } = job;
  if (paper !== undefined && job.document === 'parcel_label') return parcelLabel(job, paper, setting, words);
  if (paper !== undefined && job.document === 'packing_slip') return packingSlip(job, paper, setting, words);
  if (job.manifest !== undefined) {
    const { manifest, carrier, parcels } = job.manifest;
    const lines = parcels.map(({ sscc, order }) => `${sscc}  ${order}`);
    return pages(
      [`${manifest}  ${carrier}`, `${words.parcels}: ${parcels.length}`],
      lines,
      job,
      setting,
      words,
    );
  }
  return nameLabel(job, setting, words);
}

function parcelLabel(job: PrintJob, paper: ParcelPaper, setting: PaperSetting, words: PaperWords): Paper {
  const note = noteOf(job, setting, words);
  const content: LogisticLabelContent = {
    sscc: job.subject,
    shipTo: paper.shipTo,
    shipFrom: [setting.site],
    orderNumber: job.order ?? '-',
    parcel: { number: paper.parcel },
    ...(paper.grams === undefined ? {} : { weightGrams: paper.grams }),
    ...(note === null ? {} : { date: note }),
    ...(paper.carrier === undefined
      ? {}
      : {
          carrier: {
            name: paper.carrier,
            ...(paper.service === undefined ? {} : { service: paper.service }),
          },
        }),
  };
  // The field for a date holds the note that this is a copy.
  const label = buildLogisticLabel(content, setting.stock, { ...words.label, date: words.note });
  return label.ok ? { ok: true, zpl: label.zpl, labels: 1 } : refused(label.faults);
}

function packingSlip(job: PrintJob, paper: ParcelPaper, setting: PaperSetting, words: PaperWords): Paper {
  const head = [
    `${words.slip} ${job.order ?? ''}`,
    `${words.label.parcel} ${paper.parcel}  SSCC ${job.subject}`,
    paper.shipTo.join(', '),
  ];
  const lines = paper.lines.map(({ units, sku, name, lots }) => {
    const lot = lots === undefined ? '' : `  (${words.lot} ${lots.join(', ')})`;
    return `${units} x ${name}  ${sku}${lot}`;
  });
  if (paper.moreLines > 0) lines.push(`+ ${paper.moreLines} ${words.more}`);
  return pages(head, lines, job, setting, words);
}

/** A tote, or a return: its name to read and to scan. */
function nameLabel(job: PrintJob, setting: PaperSetting, words: PaperWords): Paper {
  const { mm, width, height } = sheetOf(setting);
  const note = noteOf(job, setting, words);
  const bars = { kind: 'code128', data: job.subject, moduleDots: 2, heightDots: mm(25) } as const;
  const elements: LabelElement[] = [
    ...textElements([job.subject], { x: mm(marginMm), y: mm(8), width, height: mm(20) }, mm(12), mm(4)),
    { ...bars, x: mm(marginMm), y: mm(35) },
    ...(note === null
      ? []
      : textElements([note], { x: mm(marginMm), y: mm(66), width, height: mm(8) }, mm(5), mm(3))),
  ];
  const built = buildLabel({ widthDots: width + 2 * mm(marginMm), heightDots: height, elements });
  return built.ok ? { ok: true, zpl: built.zpl, labels: 1 } : refused(built.faults);
}

/** Lines of text on as many labels as they need. */
function pages(
  head: readonly string[],
  lines: readonly string[],
  job: PrintJob,
  setting: PaperSetting,
  words: PaperWords,
): Paper {
  const labels = Math.min(maxSlipLabels, Math.max(1, Math.ceil(lines.length / linesPerLabel)));
  const note = noteOf(job, setting, words);
  let zpl = '';
  for (let page = 0; page < labels; page += 1) {
    const { mm, width, height } = sheetOf(setting);
    const part = lines.slice(page * linesPerLabel, (page + 1) * linesPerLabel);
    const foot = [`${page + 1} / ${labels}`, ...(note === null ? [] : [note])].join('  ');
    const x = mm(marginMm);
    const elements = [
      ...textElements(head, { x, y: mm(marginMm), width, height: mm(28) }, mm(5), mm(2.5)),
      ...textElements(part, { x, y: mm(36), width, height: mm(98) }, mm(4.5), mm(2)),
      ...textElements([foot], { x, y: mm(137), width, height: mm(6) }, mm(3.5), mm(2)),
    ];
    const built = buildLabel({ widthDots: width + 2 * x, heightDots: height, elements });
    if (!built.ok) return refused(built.faults);
    zpl += built.zpl;
  }
  return { ok: true, zpl, labels };
}

function sheetOf({ stock: { size, dpi } }: PaperSetting) {
  const mm = (length: number) => dotsOf(length, dpi);
  const [widthMm, heightMm] = size === 'a6' ? [105, 148] : [101.6, 152.4];
  return { mm, width: mm(widthMm) - 2 * mm(marginMm), height: mm(heightMm) };
}

function textElements(
  texts: readonly string[],
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  largestDots: number,
  smallestDots: number,
): LabelElement[] {
  const { heightDots, lines } = fitText(texts, {
    widthDots: area.width,
    heightDots: area.height,
    largestDots,
    smallestDots,
  });
  return lines.map((text, index) => ({
    kind: 'text',
    x: area.x,
    y: area.y + lineTop(index, heightDots),
    text,
    heightDots,
  }));
}

function noteOf({ copy }: PrintJob, { mayBeTwice }: PaperSetting, words: PaperWords): string | null {
  if (copy > 1) return `${words.copy} ${copy}`;
  return mayBeTwice ? words.maybeTwice : null;
}

function refused(faults: readonly LabelFault[]): Paper {
  const [first] = faults;
  const reason = first === undefined ? 'no label' : `${first.field}: expected ${first.expected}`;
  return { ok: false, reason };
}
