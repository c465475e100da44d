import type { Command } from './activity.ts';
import type { Verdict } from './decision.ts';
import { say } from './message.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** What an activity keeps while it waits for a second person: plain JSON. Its `approval` is one of these, or null. */
export interface Asked {
  /** The supervisor whose badge was scanned and whose PIN the site asks for; null before the badge. */
  readonly badge: string | null;
}

/** What a badge or a PIN means to somebody who waits for an approval. */
export type Approval =
  | { readonly kind: 'granted'; readonly by: string }
  /** The supervisor has to enter the PIN, too. */
  | { readonly kind: 'pin'; readonly badge: string; readonly verdict: Verdict }
  | { readonly kind: 'refused'; readonly verdict: Verdict };

/** Whether the owner of the badge may approve what the operator asks for: a known supervisor, and somebody else. */
export function approvalBy({ operator }: StationState, badge: string, work: WorkView): Approval {
  if (operator === null) return refused(approvalRefusals.signInFirst);
  if (badge === operator) return refused(approvalRefusals.samePerson);
  const person = work.person(badge);
  if (person === undefined) return refused(approvalRefusals.unknown(badge));
  if (person.role !== 'supervisor') return refused(approvalRefusals.notSupervisor(person.name));
  if (work.rules().people.pin === 'nobody') return { kind: 'granted', by: badge };
  return { kind: 'pin', badge, verdict: pinAsked(person.name) };
}

/** What a command says to a pending approval: null if it is neither a badge nor the PIN that was asked for. */
export function answerTo(
  asked: Asked,
  state: StationState,
  { name, argument }: Command,
  work: WorkView,
): Approval | null {
  if (name === 'BADGE') return approvalBy(state, argument.trim(), work);
  if (name !== 'PIN' || asked.badge === null) return null;
  const person = work.person(asked.badge);
  const proven = person !== undefined && person.role === 'supervisor' && work.pinMatches(person, argument);
  return proven ? { kind: 'granted', by: asked.badge } : refused(approvalRefusals.pinWrong);
}

function refused(verdict: Verdict): Approval {
  return { kind: 'refused', verdict };
}

function pinAsked(name: string): Verdict {
  return {
    verdict: 'pin_asked',
    message: say(
      {
        en: '{name}, enter your PIN.',
        de: '{name}, bitte die PIN eingeben.',
        fr: '{name}, saisissez votre code PIN.',
        es: '{name}, introduzca su PIN.',
      },
      { name },
    ),
  };
}

/** Ways to say no to who asks for an approval or gives one. */
export const approvalRefusals = {
  signInFirst: {
    verdict: 'refused_sign_in_first',
    message: say({
      en: 'This needs two people. Sign in with your badge first, then scan again.',
      de: 'Dafür braucht es zwei Personen. Zuerst mit dem Ausweis anmelden, dann noch einmal scannen.',
      fr: "Il faut deux personnes. Identifiez-vous d'abord avec votre badge, puis scannez de nouveau.",
      es: 'Hacen falta dos personas. Identifíquese primero con su tarjeta y escanee otra vez.',
    }),
  },
  samePerson: {
    verdict: 'refused_same_person',
    message: say({
      en: 'You cannot approve your own request. Ask a supervisor to scan their badge.',
      de: 'Die eigene Anfrage kann man nicht freigeben. Eine Aufsicht um ihren Ausweis bitten.',
      fr: 'Vous ne pouvez pas approuver votre propre demande. Demandez à un responsable de scanner son badge.',
      es: 'No puede aprobar su propia solicitud. Pida a un supervisor que escanee su tarjeta.',
    }),
  },
  pinWrong: {
    verdict: 'refused_pin_wrong',
    message: say({
      en: 'The PIN is wrong. Enter it again.',
      de: 'Die PIN ist falsch. Noch einmal eingeben.',
      fr: 'Le code PIN est faux. Saisissez-le de nouveau.',
      es: 'El PIN no es correcto. Introdúzcalo otra vez.',
    }),
  },
  unknown: (badge: string): Verdict => ({
    verdict: 'refused_badge_unknown',
    message: say(
      {
        en: 'Nobody here has the badge {badge}. Ask a supervisor to scan their badge.',
        de: 'Niemand hat hier den Ausweis {badge}. Eine Aufsicht um ihren Ausweis bitten.',
        fr: "Personne ici n'a le badge {badge}. Demandez à un responsable de scanner le sien.",
        es: 'Nadie tiene aquí la tarjeta {badge}. Pida a un supervisor que escanee la suya.',
      },
      { badge: badge.slice(0, 40) },
    ),
  }),
  notSupervisor: (name: string): Verdict => ({
    verdict: 'refused_not_a_supervisor',
    message: say(
      {
        en: '{name} is no supervisor. Ask a supervisor to scan their badge.',
        de: '{name} hat keine Aufsicht. Eine Aufsicht um ihren Ausweis bitten.',
        fr: "{name} n'est pas responsable. Demandez à un responsable de scanner son badge.",
        es: '{name} no es supervisor. Pida a un supervisor que escanee su tarjeta.',
      },
      { name },
    ),
  }),
} as const satisfies Record<string, Verdict | ((...given: never[]) => Verdict)>;
