import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision, StepContext, Verdict } from '../decision.ts';
import type { AttachmentInput, Sensed, TagsInput, WeightInput } from '../input.ts';
import { stopOfOrder } from '../order-stop.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { askFor, refuseFor, wrongTags, wrongWeight } from './check-messages.ts';
import { weigh } from './expected-weight.ts';
import { type OpenParcel, openItems, openParcel, type PackSession, type Weighing } from './pack-session.ts';
import { openChecks } from './parcel-checks.ts';
import { sealParcel } from './sealing.ts';
import { checkTags } from './tag-check.ts';

/** What the open parcel waits for beside scans. */
export function packWants(session: PackSession, work: WorkView) {
  const { photo } = work.rules().pack;
  const photographable = photo !== 'off' && openItems(session).length > 0 && !session.open.photographed;
  if (stopOfOrder(session.order.order, work) !== undefined) return {};
  if (session.open.stage === 'filling') return photographable ? { photo: true } : {};
  const checks = new Set(openChecks(session, work).map(({ check }) => check));
  return {
    ...(checks.has('weight') && !checks.has('packaging') ? { weight: true } : {}),
    ...(checks.has('tags') ? { tags: true } : {}),
    ...(photographable ? { photo: true } : {}),
  };
}

/** A weight, the tags or a photo of the open parcel, where it waits for that: the last check seals it. */
export function packSense(
  state: StationState,
  session: PackSession,
  sensed: Sensed,
  context: StepContext,
): Decision | null {
  const wants = packWants(session, context.work);
  switch (sensed.kind) {
    case 'weight':
      return wants.weight === true && sensed.grams > 0 ? takeWeight(state, session, sensed, context) : null;
    case 'tags':
      return wants.tags === true ? takeTags(state, session, sensed, context) : null;
    case 'photo':
      return wants.photo === true ? takePhoto(state, session, sensed, context) : null;
    case 'printed':
    case 'signature':
    case 'idle':
      return null;
  }
}

function takeWeight(state: StationState, session: PackSession, input: WeightInput, context: StepContext) {
  const weighing = weigh(session, context.work, input);
  const data = { ...parcelOf(session), device: input.device, ...weighing };
  const found = { verdict: weighed(weighing), failure: wrongWeight(weighing) };
  return conclude(state, session, { weighing }, { type: 'parcel.weighed', data }, found, context);
}

function takeTags(state: StationState, session: PackSession, input: TagsInput, context: StepContext) {
  const tags = checkTags(session, context.work, input.epcs);
  const { missing, extra, foreign } = tags;
  const data = {
    ...parcelOf(session),
    device: input.device,
    ...tags,
    missing: [...missing],
    extra: [...extra],
    foreign: [...foreign],
  };
  const found = { verdict: tagsRight(tags.found), failure: wrongTags(tags, context.work) };
  return conclude(state, session, { tags }, { type: 'parcel.tags_checked', data }, found, context);
}

function takePhoto(state: StationState, session: PackSession, input: AttachmentInput, context: StepContext) {
  const { sha256, bytes, mediaType } = input;
  const fact: FactDraft = {
    type: 'parcel.photographed',
    data: { ...parcelOf(session), sha256, bytes, mediaType },
  };
  const found = { verdict: photoKept, failure: photoKept };
  return conclude(state, session, { photographed: true }, fact, found, context);
}

function parcelOf(session: PackSession) {
  return { order: session.order.order, parcel: openParcel(session) };
}

/** Keeps what was found; a parcel that is to be closed is sealed if that was the last check, else the next one is asked for. */
function conclude(
  state: StationState,
  session: PackSession,
  found: Partial<OpenParcel>,
  fact: FactDraft,
  { verdict, failure }: { readonly verdict: Verdict; readonly failure: Verdict },
  context: StepContext,
): Decision {
  const kept: PackSession = { ...session, open: { ...session.open, ...found } };
  const before = { facts: [fact] };
  const stay = (told: Verdict): Decision => ({ ...told, state: { ...state, activity: kept }, ...before });
  if (session.open.stage === 'filling') return stay(verdict);
  const checks = openChecks(kept, context.work);
  const blocking = checks.find((one) => one.state === 'failed' && one.blocks);
  if (blocking !== undefined) return stay(refuseFor(blocking, kept, context.work));
  const missing = checks.find((one) => one.state === 'missing');
  if (missing !== undefined) return stay(askFor(missing, kept, context.work));
  const sealed = sealParcel(state, kept, context, before);
  // What was measured is kept even where no parcel number can be made.
  if (sealed.facts.length === 0) return stay(sealed);
  const warning = checks.find((one) => one.state === 'failed');
  return warning === undefined ? sealed : { ...sealed, message: withWarning(sealed, failure) };
}

/** A site that only warns: the parcel is sealed, and the person is told both. */
function withWarning({ message }: Decision, { message: failure }: Verdict) {
  const { texts, values } = message;
  const both = (language: keyof typeof texts) => `${failure.texts[language]} ${texts[language]}`;
  return {
    texts: { en: both('en'), de: both('de'), fr: both('fr'), es: both('es') },
    values: { ...failure.values, ...values },
  };
}

function weighed({ grams, netGrams, tareGrams }: Weighing): Verdict {
  if (netGrams !== undefined && tareGrams !== undefined) {
    return saying(
      'parcel_weighed',
      {
        en: 'The parcel weighs {grams} g gross: {net} g and {tare} g tare.',
        de: 'Das Paket wiegt {grams} g brutto: {net} g und {tare} g Tara.',
        fr: 'Le colis pèse {grams} g brut : {net} g et {tare} g de tare.',
        es: 'El paquete pesa {grams} g bruto: {net} g y {tare} g de tara.',
      },
      { grams, net: netGrams, tare: tareGrams },
    );
  }
  return saying(
    'parcel_weighed',
    {
      en: 'The parcel weighs {grams} g.',
      de: 'Das Paket wiegt {grams} g.',
      fr: 'Le colis pèse {grams} g.',
      es: 'El paquete pesa {grams} g.',
    },
    { grams },
  );
}

function tagsRight(n: number): Verdict {
  return saying(
    'parcel_tags_checked',
    {
      en: '{n} {n:tag|tags} read: all right.',
      de: '{n} {n:Etikett|Etiketten} gelesen: alles richtig.',
      fr: '{n} {n:étiquette lue|étiquettes lues} : tout est bon.',
      es: '{n} {n:etiqueta leída|etiquetas leídas}: todo bien.',
    },
    { n },
  );
}

const photoKept = saying('photo_kept', {
  en: 'The photo is kept.',
  de: 'Das Foto ist gespeichert.',
  fr: 'La photo est conservée.',
  es: 'La foto está guardada.',
});
