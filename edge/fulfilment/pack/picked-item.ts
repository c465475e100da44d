import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import type { ScannedItem } from '../goods/scanned-item.ts';
import { refuseComplete } from '../goods/share-out.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { completeOrder } from './completing.ts';
import { confirmItem } from './confirming.ts';
import { givenUpOfLine } from './given-up.ts';
import { packRefusals } from './pack-refusals.ts';
import {
  type BroughtItem,
  type BroughtTote,
  type ConfirmedItem,
  openParcel,
  type PackSession,
  remainingOf,
} from './pack-session.ts';
import { missingTotes, named, unitsOf } from './tote-contents.ts';

/** Units that come out of one tote for one line. */
interface Taking {
  readonly tote: string;
  readonly index: number;
  readonly units: number;
}

/** An item out of a tote goes into the open parcel: it was picked before, and never more is packed than that. */
export function packPicked(
  state: StationState,
  session: PackSession,
  item: ScannedItem,
  context: StepContext,
): Decision {
  const { work } = context;
  const taking = choose(session, item, work);
  if ('verdict' in taking) return refuse(state, taking);
  const { tote, index, units } = taking;
  const line = session.order.lines[index];
  if (line === undefined)
    return refuse(state, packRefusals.notOnOrder(item.product.name, session.order.order));
  const place = tote.startsWith('W-') ? { slot: tote } : { tote };
  const head = { order: session.order.order, line: line.line, sku: line.sku, units };
  const packed: FactDraft = {
    type: 'pack.confirmed',
    data: {
      ...head,
      ...{ parcel: openParcel(session), scanSeq: context.scanSeq, ...place },
      told: toldOf(session, tote, line.line, work),
    },
  };
  const { lot } = item.content;
  const confirmed: ConfirmedItem = {
    parts: [{ index, units, pickSeq: 0, packSeq: context.scanSeq + 1 }],
    serial: item.serial,
    ...(lot === undefined ? {} : { lot }),
    ...(item.product.sku === line.sku ? {} : { instead: { sku: item.product.sku, name: item.product.name } }),
    tote,
  };
  const taken = confirmItem({ ...session, totes: take(session.totes ?? [], taking, item) }, confirmed);
  const isEmpty = unitsOf(taken.totes?.find((one) => one.tote === tote)) === 0;
  const released: FactDraft[] =
    isEmpty && isFinished(session, tote, work)
      ? [{ type: 'tote.released', data: { tote, order: session.order.order } }]
      : [];
  const proof = { facts: [packed, ...released], line: line.line };
  return completeOrder(state, taken, item, [index], context, proof);
}

/** What the gateway has told of a line's units in the tote. */
function toldOf({ order }: PackSession, tote: string, line: number, work: WorkView) {
  const told = work.floor.tote(tote);
  if (told?.order !== order.order) return { status: 'unknown' as const, units: 0 };
  const units = told.items.reduce((sum, item) => sum + (item.line === line ? item.units : 0), 0);
  return { status: told.status, units };
}

/** Nobody puts more into it, so when it is empty it is free. */
function isFinished({ order }: PackSession, tote: string, work: WorkView): boolean {
  const told = work.floor.tote(tote);
  return told?.order === order.order && told.status === 'picked';
}

function choose(session: PackSession, item: ScannedItem, work: WorkView): Taking | Verdict {
  const { product, units } = item;
  const ofProduct = linesFor(session, item, work);
  const [first] = ofProduct;
  if (first === undefined) return packRefusals.notOnOrder(product.name, session.order.order);
  const line = session.order.lines[first]?.line ?? 1;
  const open = ofProduct.filter((index) => remainingOf(session, index) >= units);
  if (open.length === 0) {
    const missing = Math.max(...ofProduct.map((index) => remainingOf(session, index)));
    return missing === 0
      ? {
          ...refuseComplete(
            product.name,
            ofProduct.map((index) => givenUpOfLine(session, index, work)),
          ),
          line,
        }
      : packRefusals.tooMany(product.name, units, missing, line);
  }
  if (item.serial !== null && session.serials.includes(item.serial)) {
    return packRefusals.duplicateSerial(product.name, item.content.serial ?? '', line);
  }
  for (const { tote, items } of session.totes ?? []) {
    for (const index of open) {
      const inTote = items.filter((one) => one.index === index && isThis(one, item));
      if (sumOf(inTote) >= units && isPicked(session, index, units, work)) return { tote, index, units };
    }
  }
  const [tote] = session.totes ?? [];
  if (tote !== undefined && packsUntold(work)) return { tote: tote.tote, index: open[0] ?? first, units };
  const missing = missingTotes(session, work);
  return { ...(missing.length === 0 ? notPicked(product.name) : inOther(product.name, missing)), line };
}

/** Without network, where the site lets its people believe their eyes. */
function packsUntold(work: WorkView): boolean {
  return !work.connected() && work.rules().pack.totesOffline === 'ordered';
}

/** The lines that ask for the product, or for one whose substitute it is. */
function linesFor({ order }: PackSession, { product }: ScannedItem, work: WorkView): number[] {
  const indexes = [...order.lines.keys()];
  const own = indexes.filter((index) => order.lines[index]?.sku === product.sku);
  if (own.length > 0) return own;
  return indexes.filter((index) => {
    const sku = order.lines[index]?.sku;
    return sku !== undefined && work.productBySku(sku)?.substitutes?.includes(product.sku) === true;
  });
}

/** A barcode that tells no lot or serial fits all; one that does has to tell what was picked. */
function isThis({ lot, serial }: BroughtItem, { content }: ScannedItem): boolean {
  const differs = (picked: string | undefined, scanned: string | undefined) =>
    picked !== undefined && scanned !== undefined && picked !== scanned;
  return !differs(lot, content.lot) && !differs(serial, content.serial);
}

/** What the whole site has picked of the line, where the gateway has told it: a tote that was counted twice gives no more. */
function isPicked(session: PackSession, index: number, units: number, work: WorkView): boolean {
  const line = session.order.lines[index];
  const progress = session.lines[index];
  const picked = work.floor
    .progress(session.order.order)
    ?.lines.find((one) => one.line === line?.line)?.picked;
  return picked === undefined || progress === undefined || progress.done + units <= picked;
}

function sumOf(items: readonly BroughtItem[]): number {
  return items.reduce((sum, { units }) => sum + units, 0);
}

/** Takes units of a line out of a tote, those first that the barcode describes. What nobody told of was put in, too. */
function take(
  totes: readonly BroughtTote[],
  { tote, index, units }: Taking,
  item: ScannedItem,
): BroughtTote[] {
  let left = units;
  return totes.map((one) => {
    if (one.tote !== tote) return one;
    const items = one.items.map((part) => {
      if (part.index !== index || !isThis(part, item)) return part;
      const taken = Math.min(left, part.units);
      left -= taken;
      return { ...part, units: part.units - taken };
    });
    return left === 0 ? { ...one, items } : { ...one, items, put: withMore(one.put ?? [], index, left) };
  });
}

function withMore(put: NonNullable<BroughtTote['put']>, index: number, units: number) {
  const before = put.find((one) => one.index === index)?.units ?? 0;
  return [...put.filter((one) => one.index !== index), { index, units: before + units }];
}

/** Puts units back into the tote that they came from, if they came from one. */
export function putBack(session: PackSession, { tote, parts }: ConfirmedItem): PackSession {
  if (session.totes === null || tote === undefined) return session;
  const totes = session.totes.map((one) => {
    if (one.tote !== tote) return one;
    const returned = parts.map(({ index, units }) => ({ index, units }));
    // Of what is taken out, its lot or serial stays known.
    const known = one.items.filter(
      ({ units, lot, serial }) => units > 0 || lot !== undefined || serial !== undefined,
    );
    return { ...one, items: [...known, ...returned] };
  });
  return { ...session, totes };
}

function inOther(product: string, totes: readonly string[]): Verdict {
  return saying(
    'refused_not_picked',
    {
      en: 'No tote that was scanned here holds one more {product}. Bring {totes} and scan {n:it|them}, or put it back.',
      de: 'Kein hier gescannter Behälter enthält noch {product}. {totes} holen und scannen, oder es zurücklegen.',
      fr: 'Aucun bac scanné ici ne contient encore {product}. Apportez et scannez {totes}, ou remettez-le.',
      es: 'Ninguna cubeta escaneada aquí contiene otro {product}. Traiga y escanee {totes}, o devuélvalo.',
    },
    { product, totes: named(totes), n: totes.length },
  );
}

function notPicked(product: string): Verdict {
  return saying(
    'refused_not_picked',
    {
      en: 'No tote that was scanned here holds one more {product}. Scan the tote it comes from, or put it back.',
      de: 'Kein hier gescannter Behälter enthält noch {product}. Den Behälter scannen, aus dem es kommt, oder es zurücklegen.',
      fr: "Aucun bac scanné ici ne contient encore {product}. Scannez le bac d'où il vient, ou remettez-le.",
      es: 'Ninguna cubeta escaneada aquí contiene otro {product}. Escanee la cubeta de la que viene o devuélvalo.',
    },
    { product },
  );
}
