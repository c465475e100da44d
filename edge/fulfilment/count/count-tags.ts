import { elementsOf } from '../../../protocols/epc/epc.ts';
import { decodeEpcHex } from '../../../protocols/epc/epc-decode.ts';
import type { Decision, StepContext } from '../decision.ts';
import type { Sensed } from '../input.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { isTooMuch } from './count-scan.ts';
import { type Counted, type CountWork, withStep } from './count-work.ts';

/** As many as one fact names. */
const maxTags = 500;

interface Found {
  readonly key: string;
  readonly sku: string;
  readonly units: number;
}

/** An RFID reader looked at the location: each tagged piece counts once, however often it is seen. */
export function countTags(
  state: StationState,
  count: CountWork,
  sensed: Sensed,
  { work, scanSeq }: StepContext,
): Decision | null {
  if (sensed.kind !== 'tags') return null;
  const known = new Set(count.keys);
  const unknownBefore = new Set(count.unknownTags);
  const found: Found[] = [];
  const unknown: string[] = [];
  for (const epc of new Set(sensed.epcs.slice(0, maxTags))) {
    const piece = pieceOf(epc, work);
    if (piece === null) unknown.push(epc);
    else if (!known.has(piece.key)) found.push(piece);
    if (piece !== null) known.add(piece.key);
  }
  const news = unknown.filter((epc) => !unknownBefore.has(epc));
  if (found.length === 0 && news.length === 0) return null;
  const parts = bySku(found);
  const step = { seq: scanSeq + 1, parts, keys: found.map(({ key }) => key), scan: null };
  const unknownTags = [...count.unknownTags, ...news].slice(-maxTags);
  const counted = { ...(found.length === 0 ? count : withStep(count, step)), unknownTags };
  if (isTooMuch(counted)) return null;
  const products = parts.map(({ sku, units }) => ({ sku, units }));
  const { count: name, location } = count;
  return {
    verdict: 'tags_counted',
    message: say(
      {
        en: 'RFID: {n} {n:piece|pieces} more, {unknown} unknown {unknown:tag|tags}.',
        de: 'RFID: {n} {n:Stück|Stück} mehr, {unknown} unbekannte {unknown:Tag|Tags}.',
        fr: 'RFID : {n} de plus, {unknown} {unknown:étiquette inconnue|étiquettes inconnues}.',
        es: 'RFID: {n} más, {unknown} {unknown:etiqueta desconocida|etiquetas desconocidas}.',
      },
      { n: found.length, unknown: news.length },
    ),
    state: { ...state, activity: counted },
    facts: [
      {
        type: 'count.tags_read',
        data: { count: name, location, device: sensed.device, products, unknown: news },
      },
    ],
  };
}

/** The piece of a tag, if its product is known here; by the same key as its serialised barcode. */
function pieceOf(epc: string, work: WorkView): Found | null {
  const decoded = decodeEpcHex(epc);
  if (!decoded.ok) return null;
  const elements = elementsOf(decoded.value);
  const gtin = elements.find(({ ai }) => ai === '01')?.value;
  const serial = elements.find(({ ai }) => ai === '21')?.value;
  const product = gtin === undefined ? undefined : work.productByGtin(gtin);
  const packaging = product?.packagings.find((one) => one.gtin === gtin);
  if (product === undefined || packaging === undefined || serial === undefined) return null;
  return { key: `${packaging.gtin}/${serial}`, sku: product.sku, units: packaging.units };
}

function bySku(found: readonly Found[]): Counted[] {
  const units = new Map<string, number>();
  for (const one of found) units.set(one.sku, one.units + (units.get(one.sku) ?? 0));
  return [...units].map(([sku, sum]) => ({ sku, lot: null, units: sum }));
}
