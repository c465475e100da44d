import { type Barcode, readBarcode } from '../../protocols/gs1/barcode.ts';
import type { FactDraft, VerdictCode } from '../../protocols/wire/fact.ts';
import { isBounce, type Reading, rememberReading } from './bounce.ts';
import { scanCommand } from './command-scan.ts';
import { type Decision, refuse, type ScanContext } from './decision.ts';
import { scanItem } from './item-scan.ts';
import { isKnownOrder, scanOrder } from './order-scan.ts';
import { scanParcel } from './parcel-scan.ts';
import { refusals } from './refusals.ts';
import type { LastScan } from './screen-view.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** A reading and the seq that its first fact will get in the station's log. */
export interface StepInput extends Reading {
  readonly nextSeq: number;
}

/** As much of a reading as a fact can hold; no code is as long. */
const maxRaw = 4096;

export interface StepResult {
  /** Its operator is whom the envelope of these facts names: a badge counts from its own scan on. */
  readonly state: StationState;
  /** scan.recorded first, then what follows from it, then how a tag was read: their seqs are nextSeq, nextSeq + 1 ... */
  readonly facts: readonly FactDraft[];
  /** What to tell the person, once the facts and the state are stored. */
  readonly reply: LastScan;
}

/** Decides about one reading. Pure: the same state, input and work give the same result; nothing is changed in place. */
export function step(state: StationState, given: StepInput, work: WorkView): StepResult {
  const input = given.raw.length > maxRaw ? { ...given, raw: given.raw.slice(0, maxRaw) } : given;
  const barcode = readBarcode(input.raw, input.at, { fnc1Transmitted: input.fnc1Transmitted });
  if (isBounce(state, input)) {
    const bounced = refuse(state, {
      verdict: 'ignored_bounce',
      message: 'The same code again at once: counted once.',
    });
    const { facts, reply } = conclude(state, input, barcode, bounced);
    return { state, facts, reply };
  }
  const context = { work, at: input.at, scanSeq: input.nextSeq };
  return conclude(state, input, barcode, decide(rememberReading(state, input), barcode, context));
}

function decide(state: StationState, barcode: Barcode, context: ScanContext): Decision {
  switch (barcode.kind) {
    case 'command':
      return scanCommand(state, barcode, context);
    case 'gs1':
      return decideGs1(state, barcode, context);
    case 'refused':
      // An order number may look like a damaged GTIN; one that is known here is no damage.
      return isKnownOrder(state, barcode.text, context)
        ? scanOrder(state, barcode.text, context)
        : refuse(state, refusals.unreadable(barcode.refusal));
    case 'text':
      return decideText(state, barcode.text, context);
  }
}

function decideGs1(
  state: StationState,
  { text, content }: Extract<Barcode, { kind: 'gs1' }>,
  context: ScanContext,
): Decision {
  if (content.sscc !== undefined) return scanParcel(state, content.sscc, context);
  if (content.gtin === undefined) return refuse(state, refusals.noProductNamed);
  const product = context.work.productByGtin(content.gtin);
  if (product !== undefined) return scanItem(state, content, product, context);
  return isKnownOrder(state, text, context)
    ? scanOrder(state, text, context)
    : refuse(state, refusals.unknownBarcode(content.gtin));
}

function decideText(state: StationState, text: string, context: ScanContext): Decision {
  if (text === '') return refuse(state, refusals.empty);
  if (isKnownOrder(state, text, context)) return scanOrder(state, text, context);
  return refuse(state, state.session === null ? refusals.orderUnknown(text) : refusals.unknownBarcode(text));
}

function conclude(before: StationState, input: StepInput, barcode: Barcode, decision: Decision): StepResult {
  const { verdict, line } = decision;
  const { raw } = input;
  const message = decision.message.slice(0, 400);
  const order = decision.order ?? before.session?.order.order;
  const recorded: FactDraft = {
    type: 'scan.recorded',
    data: {
      scan: input.scan,
      raw,
      verdict,
      message,
      ...(order === undefined ? {} : { order }),
      ...(line === undefined ? {} : { line }),
      ...(barcode.kind === 'gs1' ? { gs1: identified(barcode.content) } : {}),
    },
  };
  const reply: LastScan = {
    seq: input.nextSeq,
    at: input.at,
    raw,
    verdict,
    tone: toneOf(verdict),
    message,
    line: line ?? null,
  };
  const facts = [recorded, ...decision.facts, ...tagRead(input, order)];
  return { state: { ...decision.state, last: reply }, facts, reply };
}

function tagRead({ tag, nextSeq }: StepInput, order: string | undefined): FactDraft[] {
  if (tag === undefined) return [];
  return [
    { type: 'tag.read', data: { scanSeq: nextSeq, ...(order === undefined ? {} : { order }), ...tag } },
  ];
}

/** Who and what the code names. What else it says is in `raw`. */
function identified({ gtin, sscc, lot, expiry, serial }: Extract<Barcode, { kind: 'gs1' }>['content']) {
  return {
    ...(gtin === undefined ? {} : { gtin }),
    ...(sscc === undefined ? {} : { sscc }),
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
}

function toneOf(verdict: VerdictCode): LastScan['tone'] {
  if (verdict.startsWith('refused_')) return 'error';
  return verdict === 'parcel_sealed' || verdict === 'shipment_dispatched' ? 'done' : 'ok';
}
