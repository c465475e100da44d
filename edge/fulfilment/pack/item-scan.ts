import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { chooseLines, itemOf, type ScannedItem, type Share } from './line-choice.ts';
import { refuseStopped } from './order-scan.ts';
import {
  type ConfirmedPart,
  confirmItem,
  isComplete,
  openParcel,
  type PackSession,
  remainingOf,
} from './pack-session.ts';
import { sealOpenParcel } from './sealing.ts';

/** An item was scanned: its units are picked and packed into the open parcel, and the last one seals it. */
export function scanItem(
  state: StationState,
  session: PackSession,
  content: Gs1Content,
  product: ProductDocument,
  context: StepContext,
): Decision {
  const item = itemOf(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  const stopped = refuseStopped(state, session, context);
  if (stopped !== undefined) return stopped;
  const parts = chooseLines(item, state, session, context);
  return 'verdict' in parts ? refuse(state, parts) : confirm(state, session, item, parts, context);
}

function confirm(
  state: StationState,
  session: PackSession,
  item: ScannedItem,
  shares: readonly Share[],
  context: StepContext,
): Decision {
  const parts: ConfirmedPart[] = shares.map((part, position) => ({
    ...part,
    pickSeq: context.scanSeq + 1 + 2 * position,
    packSeq: context.scanSeq + 2 + 2 * position,
  }));
  const facts = parts.flatMap((part) => factsOf(part, session, item, context));
  const packed = confirmItem(session, { parts, serial: item.serial });
  const line = session.order.lines[parts[0]?.index ?? 0]?.line ?? 1;
  if (!isComplete(packed)) {
    const message = progress(item, packed, parts);
    return { verdict: 'item_confirmed', message, line, state: { ...state, activity: packed }, facts };
  }
  const sealing = sealOpenParcel(state, packed, context.work);
  if (!sealing.ok) return refuse(state, { ...sealing.refusal, line });
  return {
    verdict: 'parcel_sealed',
    done: true,
    message: say(
      {
        en: 'Order {order} is complete. Stick the label {sscc} on the parcel and scan it.',
        de: 'Auftrag {order} ist vollständig. Das Label {sscc} auf das Paket kleben und scannen.',
        fr: "La commande {order} est complète. Collez l'étiquette {sscc} sur le colis et scannez-la.",
        es: 'El pedido {order} está completo. Pegue la etiqueta {sscc} en el paquete y escanéela.',
      },
      { order: session.order.order, sscc: sealing.sscc },
    ),
    line,
    state: sealing.state,
    facts: [...facts, sealing.fact],
  };
}

function factsOf(
  part: ConfirmedPart,
  session: PackSession,
  item: ScannedItem,
  context: StepContext,
): FactDraft[] {
  const line = session.order.lines[part.index];
  if (line === undefined) return [];
  const { lot, expiry, serial } = item.content;
  const head = { order: session.order.order, line: line.line, sku: line.sku, units: part.units };
  const traced = {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
  return [
    { type: 'pick.confirmed', data: { ...head, gtin: item.gtin, ...traced, scanSeq: context.scanSeq } },
    { type: 'pack.confirmed', data: { ...head, parcel: openParcel(session), scanSeq: context.scanSeq } },
  ];
}

function progress(
  { product, units }: ScannedItem,
  packed: PackSession,
  parts: readonly ConfirmedPart[],
): Message {
  const n = parts.reduce((sum, { index }) => sum + remainingOf(packed, index), 0);
  const added = units === 1 ? product.name : `${units} x ${product.name}`;
  const complete = {
    en: '{added}: complete.',
    de: '{added}: vollständig.',
    fr: '{added} : complet.',
    es: '{added}: completo.',
  };
  const missing = {
    en: '{added}: {n} missing.',
    de: '{added}: noch {n}.',
    fr: '{added} : reste {n}.',
    es: '{added}: faltan {n}.',
  };
  return say(n === 0 ? complete : missing, { added, n });
}
