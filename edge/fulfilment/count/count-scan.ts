import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { goodsRefusals } from '../goods/goods-refusals.ts';
import { itemOf, type ScannedItem } from '../goods/scanned-item.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { countRefusals } from './count-refusals.ts';
import {
  type CountStep,
  type CountWork,
  maxKeys,
  maxTotals,
  maxUnits,
  totalOf,
  withStep,
} from './count-work.ts';

/** An item was scanned: it counts as one unit, or as the content of its case. */
export function scanCounted(
  state: StationState,
  count: CountWork,
  code: Code,
  context: StepContext,
): Decision | null {
  if (code.kind !== 'gs1' || code.content.gtin === undefined) return null;
  const product = context.work.productByGtin(code.content.gtin);
  if (product === undefined) return null;
  const item = itemOf(code.content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  const { name, capture } = product;
  if (item.content.count !== undefined) return refuse(state, refusals.variableCount);
  if (capture?.lot === true && item.content.lot === undefined) {
    return refuse(state, goodsRefusals.lotMissing(name));
  }
  if (item.serial !== null && count.keys.includes(item.serial)) {
    return refuse(state, goodsRefusals.duplicateSerial(name, item.content.serial ?? ''));
  }
  return countItem(state, count, item, context);
}

function countItem(
  state: StationState,
  count: CountWork,
  item: ScannedItem,
  { scanSeq }: StepContext,
): Decision {
  const { product, gtin, units, serial, content } = item;
  const lot = content.lot ?? null;
  const step: CountStep = {
    seq: scanSeq + 1,
    parts: [{ sku: product.sku, lot, units }],
    keys: serial === null ? [] : [serial],
    scan: { gtin, unitsEach: units, ...(content.expiry === undefined ? {} : { expiry: content.expiry }) },
  };
  const counted = withStep(count, step);
  if (isTooMuch(counted)) return refuse(state, countRefusals.tooMuch);
  const fact: FactDraft = {
    type: 'count.scanned',
    data: {
      ...{ count: count.count, location: count.location, sku: product.sku, gtin, units, by: 'scan' },
      ...(lot === null ? {} : { lot }),
      ...(content.expiry === undefined ? {} : { expiry: content.expiry }),
      ...(content.serial === undefined ? {} : { serial: content.serial }),
      scanSeq,
    },
  };
  return tell(state, counted, product.name, product.sku, [fact]);
}

export function isTooMuch(count: CountWork): boolean {
  return count.totals.length > maxTotals || count.keys.length > maxKeys || totalOf(count) > maxUnits;
}

export function tell(
  state: StationState,
  counted: CountWork,
  name: string,
  sku: string,
  facts: readonly FactDraft[],
): Decision {
  const n = counted.totals.reduce((sum, one) => (one.sku === sku ? sum + one.units : sum), 0);
  return {
    verdict: 'item_counted',
    message: say(
      {
        en: '{name}: {n} counted.',
        de: '{name}: {n} gezählt.',
        fr: '{name} : {n} {n:compté|comptés}.',
        es: '{name}: {n} {n:contado|contados}.',
      },
      { name, n },
    ),
    state: { ...state, activity: counted },
    facts,
  };
}
