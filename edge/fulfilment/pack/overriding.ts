import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { overrideReasonWords } from '../../../protocols/wire/facts/override-reasons.ts';
import type { Command } from '../activity.ts';
import { answerTo, approvalRefusals } from '../approval.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { shown } from '../message.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { openParcel, type PackException, type PackSession } from './pack-session.ts';
import { type OpenCheck, openChecks } from './parcel-checks.ts';
import { sealParcel, withoutAsking } from './sealing.ts';
import { missingTotes } from './tote-contents.ts';

const maxReason = 200;
const maxWithout = 200;

/**
 * `PP:OVERRIDE:reason`: the parcel shall be sealed in spite of what stands in the way. Two people answer for it: whoever is
 * signed in, and a supervisor, whose badge is asked for.
 */
export function askOverride(
  state: StationState,
  session: PackSession,
  { argument }: Command,
  { work }: StepContext,
): Decision {
  const reason = argument.trim().slice(0, maxReason);
  if (state.operator === null) return refuse(state, approvalRefusals.signInFirst);
  const checks = checksOf(session, work);
  if (checks.some(({ check }) => check === 'packaging')) return refuse(state, packagingFirst);
  if (!checks.some(({ blocks }) => blocks)) return refuse(state, nothingToOverride);
  if (reason === '') return refuse(state, reasonMissing);
  const asking: PackSession = { ...session, overriding: { reason }, approval: { badge: null } };
  return { ...inSpiteOfIt(reason), state: { ...state, activity: asking }, facts: [] };
}

function inSpiteOfIt(reason: string): Verdict {
  const { en, de, fr, es } = overrideReasonWords(shown(reason));
  return saying(
    'override_asked',
    {
      en: 'Seal in spite of it ("{en}")? A supervisor scans their badge now; anything else goes on without.',
      de: 'Trotzdem verschließen („{de}“)? Die Aufsicht scannt jetzt ihren Ausweis; alles andere bricht ab.',
      fr: 'Fermer malgré tout (« {fr} ») ? Un responsable scanne son badge ; tout autre scan annule.',
      es: '¿Cerrar a pesar de todo («{es}»)? Un supervisor escanea su tarjeta; cualquier otra cosa lo cancela.',
    },
    { en, de, fr, es },
  );
}

/** The badge (and the PIN) of the second person; null for a command that has nothing to do with it. */
export function answerOverride(
  state: StationState,
  session: PackSession,
  command: Command,
  context: StepContext,
): Decision | null {
  const { approval, overriding } = session;
  if (approval === undefined || overriding === undefined) return null;
  const answer = answerTo(approval, state, command, context.work);
  if (answer === null) return null;
  switch (answer.kind) {
    case 'refused':
      return refuse(state, answer.verdict);
    case 'pin': {
      const asking = { ...session, approval: { badge: answer.badge } };
      return { ...answer.verdict, state: { ...state, activity: asking }, facts: [] };
    }
    case 'granted':
      return override(state, session, { reason: overriding.reason, approvedBy: answer.by }, context);
  }
}

function override(
  state: StationState,
  session: PackSession,
  { reason, approvedBy }: { readonly reason: string; readonly approvedBy: string },
  context: StepContext,
): Decision {
  const { work } = context;
  const exceptions = checksOf(session, work).flatMap(({ check, blocks }) =>
    blocks && check !== 'packaging' ? [check] : [],
  );
  if (exceptions.length === 0) return refuse(state, nothingToOverride);
  const fact: FactDraft = {
    type: 'parcel.overridden',
    data: { order: session.order.order, parcel: openParcel(session), exceptions, reason, approvedBy },
  };
  const answered = overridden(session, exceptions, work);
  if (session.open.stage === 'checking') return sealParcel(state, answered, context, { facts: [fact] });
  return { ...goesOn, state: { ...state, activity: answered }, facts: [fact] };
}

/** While a parcel is filled, only totes that are missing keep its order from going on. */
function checksOf(session: PackSession, work: WorkView): OpenCheck[] {
  const checks = openChecks(session, work);
  return session.open.stage === 'checking' ? checks : checks.filter(({ check }) => check === 'totes');
}

/** The totes that are missing are not asked for again, for no parcel of the order. */
function overridden(session: PackSession, exceptions: readonly PackException[], work: WorkView): PackSession {
  const without = [...(session.without ?? []), ...missingTotes(session, work)].slice(-maxWithout);
  return {
    ...withoutAsking(session),
    open: { ...session.open, overridden: exceptions.filter((one) => one !== 'totes') },
    ...(without.length === 0 ? {} : { without }),
  };
}

const goesOn = saying('override_given', {
  en: 'The order goes on without the missing totes. Seal the parcel (PP:SEAL), or report the rest short.',
  de: 'Der Auftrag geht ohne die fehlenden Behälter weiter. Das Paket verschließen (PP:SEAL), oder den Rest als fehlend melden.',
  fr: 'La commande continue sans les bacs manquants. Fermez le colis (PP:SEAL), ou signalez le reste manquant.',
  es: 'El pedido sigue sin las cubetas que faltan. Cierre el paquete (PP:SEAL), o indique que falta el resto.',
});

const nothingToOverride = saying('refused_nothing_to_override', {
  en: 'Nothing stands in the way of this parcel. Seal it first (PP:SEAL).',
  de: 'Diesem Paket steht nichts im Weg. Es zuerst verschließen (PP:SEAL).',
  fr: "Rien n'empêche de fermer ce colis. Fermez-le d'abord (PP:SEAL).",
  es: 'Nada impide cerrar este paquete. Ciérrelo primero (PP:SEAL).',
});

const packagingFirst = saying('refused_packaging_unknown', {
  en: 'Choose the packaging first: scan its code. Nobody can approve a parcel without it.',
  de: 'Zuerst die Verpackung wählen: ihren Code scannen. Ohne sie kann niemand das Paket freigeben.',
  fr: "Choisissez d'abord l'emballage : scannez son code. Sans lui, personne ne peut approuver le colis.",
  es: 'Elija primero el embalaje: escanee su código. Sin él nadie puede aprobar el paquete.',
});

const reasonMissing = saying('refused_nothing_to_override', {
  en: 'A reason is needed. Scan a code with one from the command sheet (PP:OVERRIDE:reason).',
  de: 'Ein Grund fehlt. Einen Code mit Grund vom Befehlsblatt scannen (PP:OVERRIDE:Grund).',
  fr: 'Il faut un motif. Scannez un code avec motif sur la feuille de commandes (PP:OVERRIDE:motif).',
  es: 'Falta un motivo. Escanee un código con motivo de la hoja de órdenes (PP:OVERRIDE:motivo).',
});
