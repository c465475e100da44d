import type { FactData, FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { peopleRefusals } from './people-refusals.ts';

type Reason = FactData<'operator.signed_out'>['reason'];

/** The fact that whoever is signed in is so no more; none where nobody is. */
export function signedOut({ operator }: StationState, reason: Reason): FactDraft[] {
  return operator === null ? [] : [{ type: 'operator.signed_out', data: { operator, reason } }];
}

/** `PP:SIGN_OUT`, at the end of the shift `PP:SIGN_OUT:SHIFT_END`. */
export function signOut(state: StationState, { argument }: Command): Decision {
  if (state.operator === null && state.signing === null) return refuse(state, peopleRefusals.nobodySignedIn);
  return {
    verdict: 'operator_signed_out',
    message: say({
      en: 'Signed out. Whoever goes on scans a badge.',
      de: 'Abgemeldet. Wer weitermacht, scannt einen Ausweis.',
      fr: 'Session fermée. Qui continue scanne un badge.',
      es: 'Sesión cerrada. Quien siga, escanea una tarjeta.',
    }),
    state: nobody(state),
    facts: signedOut(state, argument === 'SHIFT_END' ? 'shift_end' : 'badge'),
  };
}

/** Nothing was scanned for so long that the site's rule signs the person out; null if it does not. */
export function signOutIdle(state: StationState, minutes: number, { work }: StepContext): Decision | null {
  const { idleMinutes } = work.rules().people;
  if (idleMinutes === 0 || minutes < idleMinutes || state.operator === null) return null;
  return {
    verdict: 'operator_signed_out',
    message: say(
      {
        en: 'Signed out after {n} {n:minute|minutes} without a scan. Scan your badge to go on.',
        de: 'Nach {n} {n:Minute|Minuten} ohne Scan abgemeldet. Zum Weitermachen den Ausweis scannen.',
        fr: 'Session fermée après {n} {n:minute|minutes} sans lecture. Scannez votre badge pour continuer.',
        es: 'Sesión cerrada tras {n} {n:minuto|minutos} sin escanear. Escanee su tarjeta para seguir.',
      },
      { n: minutes },
    ),
    state: nobody(state),
    facts: signedOut(state, 'idle'),
  };
}

function nobody(state: StationState): StationState {
  return { ...state, operator: null, person: { role: 'operator' }, signing: null };
}
