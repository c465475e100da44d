import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Code } from '../activity.ts';
import { heldElsewhere } from '../claimed.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { goodsRefusals } from '../goods/goods-refusals.ts';
import { itemOf, type ScannedItem } from '../goods/scanned-item.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { dispositionTexts } from './finding.ts';
import { isPlace, scanPlace } from './put-away.ts';
import { returnRefusals } from './return-refusals.ts';
import { type Finding, type ReturnLine, type ReturnWork, withItem } from './return-work.ts';

/** An item that came back was scanned: it is received as the person found it. */
export function receiveItem(
  state: StationState,
  work: ReturnWork,
  code: Code,
  context: StepContext,
): Decision | null {
  if (isPlace(code, context.work)) return scanPlace(state, work, code.text, context.work);
  if (code.kind !== 'gs1' || code.content.gtin === undefined) return null;
  const product = context.work.productByGtin(code.content.gtin);
  if (product === undefined) return null;
  const item = itemOf(code.content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  // Both began it before either had heard of the other's claim.
  const other = heldElsewhere({ kind: 'return', order: work.order }, context);
  if (other !== undefined) return refuse(state, returnRefusals.elsewhere(work.order, other));
  const line = lineFor(meanwhile(work, context.work), item);
  if ('verdict' in line) return refuse(state, { order: work.order, ...line });
  const { found } = work;
  if (found === null || (found.sku !== null && found.sku !== product.sku)) {
    return refuse(state, { ...returnRefusals.conditionFirst(product.name), line: line.line });
  }
  return receive(state, work, item, line, found, context);
}

/** Without what others have received of the order since this return was begun, as far as the gateway has told it. */
function meanwhile(work: ReturnWork, { floor }: WorkView): ReturnWork {
  const told = new Map(floor.progress(work.order)?.lines.map(({ line, returned = 0 }) => [line, returned]));
  const lines = work.lines.map((one) => {
    const { line, left, back = 0, received, scanned = 0 } = one;
    // The gateway may have heard of what was scanned here, and not yet that it was undone: that is no other's.
    const others = Math.min(left - received, Math.max(0, (told.get(line) ?? 0) - back - scanned));
    return others === 0 ? one : { ...one, left: left - others, back: back + others };
  });
  return { ...work, lines };
}

/** The line of which so many units can still come back, or why there is none. */
function lineFor(work: ReturnWork, { product, units, serial, content }: ScannedItem): ReturnLine | Verdict {
  const { name, sku, capture } = product;
  if (content.count !== undefined) return refusals.variableCount;
  const ofProduct = work.lines.filter((one) => one.sku === sku && one.left > 0);
  const known = work.lines.reduce((sum, one) => sum + (one.sku === sku ? one.left + (one.back ?? 0) : 0), 0);
  if (ofProduct.length === 0) {
    return known === 0 ? returnRefusals.notShipped(name, work.order) : returnRefusals.allBack(name, known);
  }
  if (capture?.serial === true && serial === null) return goodsRefusals.serialMissing(name);
  if (capture?.lot === true && content.lot === undefined) return goodsRefusals.lotMissing(name);
  if (serial !== null) {
    const given = content.serial ?? '';
    if (work.serials.includes(serial)) return goodsRefusals.duplicateSerial(name, given);
    if (isStrange(work, serial)) return returnRefusals.serialNotShipped(name, given, work.order);
  }
  const open = ofProduct.find(({ left, received }) => left - received >= units);
  const most = Math.max(...ofProduct.map(({ left, received }) => left - received));
  return open ?? (most === 0 ? returnRefusals.allBack(name, known) : returnRefusals.tooMany(name, most));
}

/** A serial is only strange where the serials of its product are known to have been captured. */
function isStrange({ shippedSerials }: ReturnWork, serial: string): boolean {
  const gtin = serial.slice(0, 15);
  return !shippedSerials.includes(serial) && shippedSerials.some((one) => one.startsWith(gtin));
}

function receive(
  state: StationState,
  work: ReturnWork,
  { product, gtin, units, serial, content }: ScannedItem,
  line: ReturnLine,
  { condition, disposition: chosen, location }: Finding,
  { work: site, scanSeq }: StepContext,
): Decision {
  const disposition = chosen ?? site.rules().returns.dispositions[condition];
  const received = withItem(work, { seq: scanSeq + 1, line: line.line, sku: product.sku, units, serial });
  const fact: FactDraft = {
    type: 'return.received',
    data: {
      ...{ return: work.return, order: work.order, line: line.line, sku: product.sku, units },
      ...{ gtin, scanSeq, condition, disposition },
      ...(location === undefined ? {} : { location }),
      ...(content.lot === undefined ? {} : { lot: content.lot }),
      ...(content.expiry === undefined ? {} : { expiry: content.expiry }),
      ...(content.serial === undefined ? {} : { serial: content.serial }),
    },
  };
  const to = dispositionTexts[disposition];
  const { en, de, fr, es } = to;
  return {
    verdict: 'return_received',
    message: say(
      {
        en: `{units} x {product} received: ${en}.`,
        de: `{units} x {product} angenommen: ${de}.`,
        fr: `{units} x {product} reçu : ${fr}.`,
        es: `{units} x {product} recibido: ${es}.`,
      },
      { units, product: product.name },
    ),
    line: line.line,
    state: { ...state, activity: received },
    facts: [fact],
  };
}
