import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactData } from '../../../protocols/wire/fact.ts';
import type { ProgressDocument } from '../../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { Asked } from '../approval.ts';
import type { ReleasedOrder } from '../work-view.ts';

/** The work on one order at a pack station, as the order was when it was started. */
export interface PackSession {
  readonly kind: 'pack';
  readonly order: OrderDocument;
  readonly version: number;
  /** One for each line of the order, in its sequence. */
  readonly lines: readonly LineProgress[];
  readonly sealed: readonly SealedParcel[];
  /** What can be undone: the confirmed items of the open parcel, newest last. */
  readonly undoable: readonly ConfirmedItem[];
  /** What was given up last, and how much could be undone then: it is taken back before what had been confirmed earlier. */
  readonly short?: { readonly parts: readonly ShortPart[]; readonly behind: number };
  readonly serials: readonly string[];
  /** Number of the open parcel, from 1 within the order; the number of a parcel that was reopened is not used again. */
  readonly parcel: number;
  readonly open: OpenParcel;
  /** Labels that count no more, as their parcels were reopened; newest last. */
  readonly voided: readonly string[];
  /** What was brought picked; null where the station itself picks from the shelf. */
  readonly totes: readonly BroughtTote[] | null;
  /** Totes of the order that nobody brought, and without which it goes on: two people answer for that. */
  readonly without?: readonly string[];
  /** The next label that is scanned is the one to reopen. */
  readonly reopening?: true;
  /** Why the parcel shall be sealed in spite of what stands in the way; a second person has to approve. */
  readonly overriding?: { readonly reason: string };
  /** An item that goes in place of another only if a second person approves; `scanSeq` is that of its scan. */
  readonly substituting?: { readonly content: Gs1Content; readonly scanSeq: number };
  readonly approval?: Asked;
}

/** The open parcel beside its items: `PP:SEAL` or the last item asks for its checks, and each change of the contents takes them back. */
export interface OpenParcel {
  readonly stage: 'filling' | 'checking';
  readonly packaging: { readonly packaging: string; readonly tareGrams: number } | null;
  readonly weighing: Weighing | null;
  readonly tags: TagCheck | null;
  readonly photographed: boolean;
  /** What two people answer for. */
  readonly overridden: readonly PackException[];
}

export type PackException = FactData<'parcel.overridden'>['exceptions'][number];
export type Weighing = Pick<
  FactData<'parcel.weighed'>,
  'grams' | 'netGrams' | 'tareGrams' | 'expectedGrams' | 'toleranceGrams' | 'outcome'
>;
export type TagCheck = Pick<
  FactData<'parcel.tags_checked'>,
  'found' | 'missing' | 'extra' | 'foreign' | 'outcome'
>;

/** A tote, or a slot of a wall, and what is still to be packed out of it. */
export interface BroughtTote {
  readonly tote: string;
  readonly items: readonly BroughtItem[];
  /** Units of each line that were put in, as far as this station knows: those in it and those that it took out. */
  readonly put?: readonly { readonly index: number; readonly units: number }[];
}

export interface BroughtItem {
  /** Position in the order's lines. */
  readonly index: number;
  readonly units: number;
  readonly lot?: string;
  readonly serial?: string;
}

export const freshParcel: OpenParcel = {
  stage: 'filling',
  packaging: null,
  weighing: null,
  tags: null,
  photographed: false,
  overridden: [],
};

/** Units of one line. The units in the open parcel are `done` less `sealed`. */
export interface LineProgress {
  readonly done: number;
  readonly sealed: number;
  readonly shorted: number;
  /** Packed or given up at other stations before this one began. */
  readonly elsewhere?: number;
  /** Those of them that were given up. */
  readonly shortedElsewhere?: number;
}

export interface ParcelItem {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
}

export interface SealedParcel {
  readonly parcel: number;
  readonly sscc: string;
  readonly items: readonly ParcelItem[];
  /** Its label was scanned for the dispatch. */
  readonly scanned: boolean;
  readonly packaging?: string;
  /** Gross, where it was weighed. */
  readonly grams?: number;
  /** How often its label and its slip were asked for. */
  readonly labels?: number;
  /** What can be undone again once it is reopened; of the newest parcels only. */
  readonly confirmed?: readonly ConfirmedItem[];
}

/** Units of a line that were given up, with the seq of the fact that says so. */
export interface ShortPart {
  /** Position in the order's lines. */
  readonly index: number;
  readonly units: number;
  readonly shortSeq: number;
}

/** What one scan confirmed; it can serve several lines of the same product. */
export interface ConfirmedItem {
  readonly parts: readonly ConfirmedPart[];
  readonly serial: string | null;
  /** For the packing slip. */
  readonly lot?: string;
  /** What lies in the parcel in place of the product that was ordered. */
  readonly instead?: { readonly sku: string; readonly name: string };
  /** Out of which tote it came, where it was picked before: then undoing it undoes the pack alone. */
  readonly tote?: string;
}

export interface ConfirmedPart {
  /** Position in the order's lines. */
  readonly index: number;
  readonly units: number;
  readonly pickSeq: number;
  readonly packSeq: number;
}

/** @param progress how far other stations have brought the order, where the gateway has told it. */
export function startSession(released: ReleasedOrder, progress?: ProgressDocument): PackSession {
  const told = new Map(progress?.lines.map((line) => [line.line, line]));
  return {
    kind: 'pack',
    order: released.document,
    version: released.version,
    lines: released.document.lines.map(({ line }) => {
      const { packed = 0, shorted = 0 } = told.get(line) ?? {};
      const elsewhere = packed + shorted === 0 ? {} : { elsewhere: packed + shorted };
      return {
        ...{ done: 0, sealed: 0, shorted: 0 },
        ...elsewhere,
        ...(shorted === 0 ? {} : { shortedElsewhere: shorted }),
      };
    }),
    sealed: [],
    undoable: [],
    serials: [],
    parcel: progress?.nextParcel ?? 1,
    open: freshParcel,
    voided: [],
    totes: null,
  };
}

/** Units of a line that are neither confirmed nor shorted. */
export function remainingOf(session: PackSession, index: number): number {
  const line = session.order.lines[index];
  const progress = session.lines[index];
  if (line === undefined || progress === undefined) return 0;
  return Math.max(0, line.units - progress.done - progress.shorted - (progress.elsewhere ?? 0));
}

export function isComplete(session: PackSession): boolean {
  return session.lines.every((_, index) => remainingOf(session, index) === 0);
}

/** Nothing was confirmed or shorted yet: the order can be left without a trace. */
export function isUntouched(session: PackSession): boolean {
  return session.lines.every((line) => line.done === 0 && line.shorted === 0);
}

/** What lies in the open parcel. */
export function openItems(session: PackSession): ParcelItem[] {
  const items: ParcelItem[] = [];
  for (const [index, { done, sealed }] of session.lines.entries()) {
    const line = session.order.lines[index];
    if (line !== undefined && done > sealed)
      items.push({ line: line.line, sku: line.sku, units: done - sealed });
  }
  return items;
}

/** Everything is packed, and in sealed parcels. */
export function isSealed(session: PackSession): boolean {
  return isComplete(session) && session.lines.every(({ done, sealed }) => done === sealed);
}

/** The number of the open parcel, from 1 within the order. */
export function openParcel(session: PackSession): number {
  return session.parcel;
}

/** What was found of the open parcel counts no longer, as its contents change; its packaging stays. */
export function uncheck(open: OpenParcel): OpenParcel {
  return { ...freshParcel, packaging: open.packaging };
}
