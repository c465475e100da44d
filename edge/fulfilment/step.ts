import { type Barcode, readBarcode } from '../../protocols/gs1/barcode.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import { isBounce, rememberReading } from './bounce.ts';
import { decideCode } from './decide-code.ts';
import { decideCommand } from './decide-command.ts';
import { type Decision, refuse, type StepContext } from './decision.ts';
import type { ScanInput, Sensed, StepInput } from './input.ts';
import { knownWork } from './known/known-work.ts';
import { rememberUnits } from './known/own-units.ts';
import { languageOf } from './language.ts';
import { render } from './message.ts';
import { asParcelLabel } from './parcel-label.ts';
import { withoutPin } from './people/pin-mask.ts';
import { isSignInMissing, signInMissing } from './people/sign-in-gate.ts';
import { signOutIdle } from './people/sign-out.ts';
import { printed } from './printing/printed.ts';
import { bounced } from './refusals.ts';
import { closingOfLeft } from './returns/left-return.ts';
import { leaveWork, rulesOf } from './rules-of.ts';
import type { LastScan } from './screen-view.ts';
import { rememberParcels } from './ship/own-parcels.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** As much of a reading as a fact can hold; no code is as long. */
const maxRaw = 4096;

export interface StepResult {
  /** Its operator is whom the envelope of these facts names: a badge counts from its own scan on. */
  readonly state: StationState;
  /** Of a scan: scan.recorded first, then what follows from it, then how a tag was read. Their seqs are nextSeq, nextSeq + 1 ... */
  readonly facts: readonly FactDraft[];
  /** The order with which this station is done, though it was not dispatched here. */
  readonly finished?: string;
  /** What to tell the person, once the facts and the state are stored; null if there is nothing to tell. */
  readonly reply: LastScan | null;
}

/** What a scan gives: there is always something to tell. */
export interface ScanResult extends StepResult {
  readonly reply: LastScan;
}

/** Decides about one input. Pure: the same state, input and work give the same result; nothing is changed in place. */
export function step(state: StationState, input: StepInput & ScanInput, work: WorkView): ScanResult;
export function step(state: StationState, input: StepInput, work: WorkView): StepResult;
export function step(state: StationState, input: StepInput, work: WorkView): StepResult {
  return input.kind === 'scan' ? stepScan(state, input, work) : stepSensed(state, input, work);
}

type Scan = StepInput & ScanInput;

function stepScan(state: StationState, given: Scan, told: WorkView): ScanResult {
  const work = knownWork(told, state);
  const { input, barcode } = read(given, state, work);
  if (isBounce(state, input)) {
    const { facts, reply } = concludeScan(state, input, barcode, refuse(state, bounced), work);
    return { state, facts, reply };
  }
  const context = contextOf(work, input.at, input.nextSeq);
  const remembered = rememberReading(state, input);
  return concludeScan(state, input, barcode, decide(remembered, barcode, context), work);
}

/** What was read, and the input as it may be kept: a PIN is decided about, and then in no fact and no state. */
function read(
  given: Scan,
  state: StationState,
  work: WorkView,
): { readonly input: Scan; readonly barcode: Barcode } {
  const whole = given.raw.slice(0, maxRaw);
  const input = { ...given, raw: withoutPin(whole) };
  const options = { fnc1Transmitted: given.fnc1Transmitted };
  const barcode = asParcelLabel(readBarcode(whole, given.at, options), state, work);
  const isKept = input.raw === whole || (barcode.kind === 'command' && barcode.name === 'PIN');
  return { input, barcode: isKept ? barcode : readBarcode(input.raw, given.at, options) };
}

function decide(state: StationState, barcode: Barcode, context: StepContext): Decision {
  const missing = signInMissing(state, barcode, context.work);
  if (missing !== undefined) return refuse(state, missing);
  const decision =
    barcode.kind === 'command' ? decideCommand(state, barcode, context) : decideCode(state, barcode, context);
  return { ...decision, facts: [...decision.facts, ...closingOfLeft(state, decision)] };
}

function stepSensed(state: StationState, input: StepInput & Sensed, told: WorkView): StepResult {
  const work = knownWork(told, state);
  // What is sensed has no scan.recorded: its own first fact has the next seq.
  const context = contextOf(work, input.at, input.nextSeq - 1);
  const decision = decideSensed(state, input, context);
  if (decision === null || decision.facts.length === 0) return { state, facts: [], reply: null };
  const { facts, finished } = decision;
  const done = finished === undefined ? {} : { finished };
  if (decision.silent === true) return { state: decision.state, facts, reply: null, ...done };
  const reply = replyOf(state, { at: input.at, nextSeq: input.nextSeq, raw: '' }, decision, work);
  return {
    state: { ...after(decision, input.nextSeq, work), last: reply },
    facts,
    reply,
    ...done,
  };
}

/** What the station remembers behind a decision: once other work is begun, the walk before it is over for good. */
function after({ state, facts }: Decision, firstSeq: number, work: WorkView): StationState {
  const { own, ...rest } = rememberParcels(state, facts, work);
  const remembered = { ...rest, own: rememberUnits(own, facts, firstSeq, work) };
  return remembered.activity === null ? remembered : { ...remembered, closedWalk: null };
}

function decideSensed(state: StationState, sensed: Sensed, context: StepContext): Decision | null {
  if (sensed.kind === 'idle') return signOutIdle(state, sensed.minutes, context);
  if (sensed.kind === 'printed') return printed(state, sensed);
  const { activity } = state;
  // What a scale or a reader tells while nobody is signed in may not seal a parcel, nor a signature end a service.
  if (isSignInMissing(state, context.work)) return null;
  return activity === null ? null : rulesOf(activity).sense(state, activity, sensed, context);
}

function contextOf(work: WorkView, at: string, scanSeq: number): StepContext {
  const context: StepContext = { work, at, scanSeq, leave: (state) => leaveWork(state, context) };
  return context;
}

function concludeScan(
  before: StationState,
  input: Scan,
  barcode: Barcode,
  decision: Decision,
  work: WorkView,
): ScanResult {
  const { verdict, line } = decision;
  const order =
    decision.order ??
    (before.activity === null ? undefined : rulesOf(before.activity).order(before.activity));
  const reply = replyOf(before, input, decision, work);
  const recorded: FactDraft = {
    type: 'scan.recorded',
    data: {
      scan: input.scan,
      raw: input.raw,
      verdict,
      message: reply.message,
      ...(order === undefined ? {} : { order }),
      ...(line === undefined ? {} : { line }),
      ...(barcode.kind === 'gs1' ? { gs1: identified(barcode.content) } : {}),
    },
  };
  const facts = [recorded, ...decision.facts, ...tagRead(input, order)];
  const done = decision.finished === undefined ? {} : { finished: decision.finished };
  return {
    state: { ...after(decision, input.nextSeq + 1, work), last: reply },
    facts,
    reply,
    ...done,
  };
}

function replyOf(
  before: StationState,
  { at, nextSeq, raw }: { readonly at: string; readonly nextSeq: number; readonly raw: string },
  { state, verdict, message, line, done }: Decision,
  work: WorkView,
): LastScan {
  // Who signs in is greeted in their own language; who signs out is told in theirs.
  const language = languageOf(state.operator === null ? before : state, work);
  return {
    seq: nextSeq,
    at,
    raw,
    verdict,
    tone: verdict.startsWith('refused_') ? 'error' : done === true ? 'done' : 'ok',
    message: render(message, language).slice(0, 400),
    line: line ?? null,
  };
}

function tagRead({ tag, nextSeq }: Scan, order: string | undefined): FactDraft[] {
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
