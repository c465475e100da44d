import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say, shown } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { countRefusals } from './count-refusals.ts';
import { isTooMuch, tell } from './count-scan.ts';
import { type CountStep, type CountWork, resultsOf, totalOf, withoutStep, withStep } from './count-work.ts';

/** A command barcode was scanned while a location is counted. */
export function countingCommand(
  state: StationState,
  count: CountWork,
  { name, argument }: Command,
  context: StepContext,
): Decision | null {
  switch (name) {
    case 'ENTER':
      return enter(state, count, argument.trim(), context);
    case 'UNDO':
      return undo(state, count, context);
    case 'DONE':
      return close(state, count, context);
    default:
      return null;
  }
}

function undoneFacts({ count, location }: CountWork, { seq, parts }: CountStep): FactDraft[] {
  return parts.map(({ sku, units }) => ({
    type: 'count.undone',
    data: { count, location, sku, units, scannedSeq: seq },
  }));
}

/**
 * `PP:ENTER:n`: of what was scanned last there are n, pieces or cases as scanned. The scan is undone, and the quantity
 * stands in its place. A piece with a serial is always one.
 */
function enter(
  state: StationState,
  count: CountWork,
  text: string,
  { work, scanSeq }: StepContext,
): Decision {
  const last = count.undoable.at(-1);
  const part = last?.parts[0];
  if (!/^\d{1,7}$/.test(text) || last?.scan == null || part === undefined || last.keys.length > 0) {
    return refuse(state, countRefusals.quantity(shown(text)));
  }
  const { gtin, unitsEach, expiry } = last.scan;
  const units = Number(text) * unitsEach;
  const undone = undoneFacts(count, last);
  const { sku, lot } = part;
  const step: CountStep = { ...last, seq: scanSeq + 1 + undone.length, parts: [{ sku, lot, units }] };
  const counted = withStep(withoutStep(count, last), step);
  if (isTooMuch(counted)) return refuse(state, countRefusals.tooMuch);
  const packs = Number(text);
  if (count.doubted !== packs && isDoubtful(counted, { sku, packs, unitsEach }, work)) {
    const name = work.productBySku(sku)?.name ?? sku;
    const doubting: CountWork = { ...count, doubted: packs };
    return refuse(
      { ...state, activity: doubting },
      countRefusals.packsOrPieces(name, packs, unitsEach, units),
    );
  }
  const traced = { ...(lot === null ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
  const head = { count: count.count, location: count.location, sku, gtin };
  const entered: FactDraft = {
    type: 'count.scanned',
    data: { ...head, units, by: 'entered', ...traced, scanSeq },
  };
  return tell(state, counted, work.productBySku(sku)?.name ?? sku, sku, [...undone, entered]);
}

interface Entered {
  readonly sku: string;
  readonly packs: number;
  readonly unitsEach: number;
}

/**
 * Whether a person may have meant pieces where a pack was scanned: it would be more than the books know of; where they say nothing,
 * or may not be told, as many pieces as would fill a pack.
 */
function isDoubtful(counted: CountWork, { sku, packs, unitsEach }: Entered, work: WorkView): boolean {
  if (unitsEach === 1 || packs < 2) return false;
  const ofSku = (some: readonly { readonly sku: string; readonly units: number }[]) =>
    some.reduce((sum, one) => (one.sku === sku ? sum + one.units : sum), 0);
  const books = work.rules().count.blind ? [] : (work.location(counted.location)?.contents ?? []);
  const expected = ofSku(books);
  return expected === 0 ? packs >= unitsEach : ofSku(counted.totals) > expected;
}

function undo(state: StationState, count: CountWork, { work }: StepContext): Decision {
  const last = count.undoable.at(-1);
  if (last === undefined) return refuse(state, countRefusals.nothingToUndo);
  const sku = last.parts[0]?.sku ?? '';
  return {
    verdict: 'count_undone',
    message: say(
      {
        en: 'The last of {name} is not counted any more.',
        de: 'Das letzte von {name} zählt nicht mehr.',
        fr: "Le dernier {name} n'est plus compté.",
        es: 'Lo último de {name} ya no cuenta.',
      },
      { name: work.productBySku(sku)?.name ?? sku },
    ),
    state: { ...state, activity: withoutStep(count, last) },
    facts: undoneFacts(count, last),
  };
}

/** An empty location is a result, too. */
function close(state: StationState, count: CountWork, { work }: StepContext): Decision {
  const { location } = count;
  const results = resultsOf(count, work.location(location));
  const differ = results.filter(({ counted, expected }) => counted !== (expected ?? 0)).length;
  const isTold = !work.rules().count.blind && differ > 0;
  return {
    verdict: 'count_closed',
    done: true,
    message: say(
      isTold
        ? {
            en: 'Count of {location} closed: {n} counted, {differ} {differ:difference|differences} to the books.',
            de: 'Zählung von {location} beendet: {n} gezählt, {differ} {differ:Abweichung|Abweichungen} von den Büchern.',
            fr: 'Comptage de {location} terminé : {n} comptés, {differ} {differ:écart|écarts} avec les registres.',
            es: 'Recuento de {location} cerrado: {n} contados, {differ} {differ:diferencia|diferencias} con los registros.',
          }
        : {
            en: 'Count of {location} closed: {n} counted.',
            de: 'Zählung von {location} beendet: {n} gezählt.',
            fr: 'Comptage de {location} terminé : {n} comptés.',
            es: 'Recuento de {location} cerrado: {n} contados.',
          },
      { location, n: totalOf(count), differ },
    ),
    state: { ...state, activity: null },
    facts: [{ type: 'count.closed', data: { count: count.count, location, results } }],
  };
}
