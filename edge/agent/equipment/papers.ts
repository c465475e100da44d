import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import { buildLabel, type LabelElement, type LabelFault } from '../../../protocols/zpl/label.ts';
import {
  buildLogisticLabel,
  type LogisticLabelContent,
  type LogisticLabelStock,
} from '../../../protocols/zpl/logistic-label.ts';
import type { ParcelPaper, PrintJob } from '../../fulfilment/state.ts';
import { buildList, type ListPaper, type ListRow } from './list-paper.ts';
import { type PaperWords, paperWords } from './paper-words.ts';
import { codeElement, sheetOf, textElements } from './sheet.ts';

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

/** Makes what a job asks for. A copy says so on its face, that nobody takes it for a second parcel. */
export function paperOf(job: PrintJob, setting: PaperSetting): Paper {
  const words = paperWords[setting.language];
  const { paper } = job;
  if (paper !== undefined && job.document === 'parcel_label') return parcelLabel(job, paper, setting, words);
  if (paper !== undefined && job.document === 'packing_slip') return packingSlip(job, paper, setting, words);
  if (job.manifest !== undefined) return manifestPaper(job, job.manifest, setting, words);
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
  const rows: ListRow[] = paper.lines.map(({ units, sku, name, lots, insteadOf }) => {
    const lot = lots === undefined ? '' : `, ${words.lot} ${lots.join(', ')}`;
    const ordered = insteadOf === undefined ? '' : `, ${words.insteadOf} ${insteadOf}`;
    return { left: `${units} x`, main: name, detail: `${sku}${lot}${ordered}` };
  });
  if (paper.moreLines > 0) rows.push({ left: '+', main: `${paper.moreLines} ${words.more}` });
  return listPaper(
    {
      title: `${words.slip} ${job.order ?? ''}`,
      facts: [
        `${words.label.parcel} ${paper.parcel}, SSCC ${job.subject}`,
        `${words.label.to}: ${paper.shipTo.join(', ')}`,
      ],
      code: job.order ?? null,
      rows,
      toSign: [],
    },
    job,
    setting,
    words,
  );
}

/** What the driver takes, to count by and to sign. */
function manifestPaper(
  job: PrintJob,
  { manifest, carrier, parcels }: NonNullable<PrintJob['manifest']>,
  setting: PaperSetting,
  words: PaperWords,
): Paper {
  const orders = new Set(parcels.map(({ order }) => order)).size;
  const rows = parcels.map(({ sscc, order }, index) => ({ left: `${index + 1}`, main: `${sscc}, ${order}` }));
  const facts = [
    `${words.label.from}: ${setting.site}`,
    `${words.carrier}: ${carrier}`,
    `${words.load}: ${job.subject}`,
    `${words.parcels}: ${parcels.length}, ${words.orders}: ${orders}`,
  ];
  return listPaper(
    { title: `${words.manifest} ${manifest}`, facts, code: null, rows, toSign: words.takenOver },
    job,
    setting,
    words,
  );
}

function listPaper(
  list: Omit<ListPaper, 'note'>,
  job: PrintJob,
  setting: PaperSetting,
  words: PaperWords,
): Paper {
  const built = buildList({ ...list, note: noteOf(job, setting, words) }, sheetOf(setting.stock));
  return built.ok ? built : refused(built.faults);
}

/** A tote, or a return: its name to read and to scan. */
function nameLabel(job: PrintJob, setting: PaperSetting, words: PaperWords): Paper {
  const sheet = sheetOf(setting.stock);
  const { mm, marginDots: x, widthDots, heightDots } = sheet;
  const note = noteOf(job, setting, words);
  const part = (top: number, height: number) => ({
    x,
    y: mm(top),
    width: widthDots - 2 * x,
    height: mm(height),
  });
  const elements: LabelElement[] = [
    ...textElements([job.subject], part(8, 36), { largestDots: mm(20), smallestDots: mm(4) }),
    codeElement(job.subject, part(48, 40), sheet),
    ...(note === null
      ? []
      : textElements([note], part(100, 10), { largestDots: mm(6), smallestDots: mm(3) })),
  ];
  const built = buildLabel({ widthDots, heightDots, elements });
  return built.ok ? { ok: true, zpl: built.zpl, labels: 1 } : refused(built.faults);
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
