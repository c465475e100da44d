import { elementsOf } from '../../../protocols/epc/epc.ts';
import { decodeEpcHex } from '../../../protocols/epc/epc-decode.ts';
import type { FactData, FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision, StepContext, Verdict } from '../decision.ts';
import type { TagsInput } from '../input.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { parcelFor } from './find-parcel.ts';
import { withParcel } from './load-scan.ts';
import type { LoadWork } from './load-work.ts';

type Read = FactData<'load.tags_read'>;

/** As many as one fact names; more do not pass a portal at once. */
const maxTags = 500;
const maxSeenRefused = 200;

interface Passing {
  readonly load: LoadWork;
  readonly facts: readonly FactDraft[];
  readonly refused: readonly { readonly sscc: string; readonly verdict: Verdict }[];
}

/**
 * Parcels went through an RFID portal: those that may go are on the load without a scan, each other one is told once.
 * Tags that are on no parcel are counted, and nothing else.
 *
 * @returns null where all of it was known already.
 */
export function throughPortal(
  state: StationState,
  load: LoadWork,
  { device, epcs }: TagsInput,
  context: StepContext,
): Decision | null {
  const tags = epcs.slice(0, maxTags).map((epc) => ({ epc, sscc: ssccOf(epc) }));
  let passing: Passing = { load, facts: [], refused: [] };
  for (const { epc, sscc } of tags) {
    if (sscc !== undefined) passing = pass(passing, state, { epc, sscc }, context);
  }
  const { facts, refused } = passing;
  if (facts.length === 0 && refused.length === 0) return null;
  const foreign = tags.filter(({ sscc }) => sscc === undefined).length;
  const read: Read = {
    load: load.load,
    device,
    loaded: facts.length,
    refused: refused.map(({ sscc, verdict }) => ({ sscc, verdict: verdict.verdict })),
    foreign,
  };
  const seenRefused = [...load.seenRefused, ...refused.map(({ sscc }) => sscc)].slice(-maxSeenRefused);
  return {
    ...(refused[0]?.verdict ?? loadedByTag(passing.load, facts.length)),
    state: { ...state, activity: { ...passing.load, seenRefused, foreignTags: foreign } },
    facts: [...facts, { type: 'load.tags_read', data: read }],
  };
}

/** The SSCC of a parcel's tag, of any scheme that carries one. */
function ssccOf(epc: string): string | undefined {
  const decoded = decodeEpcHex(epc);
  return decoded.ok ? elementsOf(decoded.value).find(({ ai }) => ai === '00')?.value : undefined;
}

function pass(
  passing: Passing,
  state: StationState,
  { epc, sscc }: { readonly epc: string; readonly sscc: string },
  { work, at }: StepContext,
): Passing {
  const { load, facts, refused } = passing;
  const isKnown =
    load.parcels.some((one) => one.sscc === sscc) ||
    load.seenRefused.includes(sscc) ||
    refused.some((one) => one.sscc === sscc);
  if (isKnown) return passing;
  const parcel = parcelFor(load, sscc, { ...state, activity: load }, work);
  if ('verdict' in parcel) return { ...passing, refused: [...refused, { sscc, verdict: parcel }] };
  const tag = { epc, reads: 1, maxRssiDbm: null, antennas: [], firstSeenAt: at, lastSeenAt: at };
  const fact: FactDraft = {
    type: 'parcel.loaded',
    data: { load: load.load, order: parcel.order, sscc, tag },
  };
  return { load: withParcel(load, parcel), facts: [...facts, fact], refused };
}

function loadedByTag({ load, parcels }: LoadWork, n: number): Verdict {
  return {
    verdict: 'parcel_loaded',
    message: say(
      {
        en: 'The portal has loaded {n} {n:parcel|parcels} onto {load}, {all} in all.',
        de: 'Das Portal hat {n} {n:Paket|Pakete} auf {load} geladen, {all} insgesamt.',
        fr: 'Le portique a chargé {n} colis sur {load}, {all} en tout.',
        es: 'El pórtico ha cargado {n} {n:paquete|paquetes} en {load}, {all} en total.',
      },
      { n, load, all: parcels.length },
    ),
  };
}
