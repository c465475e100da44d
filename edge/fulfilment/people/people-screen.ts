import { type Message, say, shown } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';

/** What the person has to do before any work; null where that is nothing. */
export function peoplePrompt({ operator, signing }: StationState, work: WorkView): Message | null {
  if (signing !== null) {
    return say(
      {
        en: 'Enter the PIN of {name}',
        de: 'Die PIN von {name} eingeben',
        fr: 'Entrez le code PIN de {name}',
        es: 'Introduzca el PIN de {name}',
      },
      { name: work.person(signing.badge)?.name ?? shown(signing.badge) },
    );
  }
  return operator === null && work.rules().people.signIn === 'required' ? scanYourBadge : null;
}

const scanYourBadge = say({
  en: 'Scan your badge',
  de: 'Den eigenen Ausweis scannen',
  fr: 'Scannez votre badge',
  es: 'Escanee su tarjeta',
});

const signOut = say({ en: 'Sign out', de: 'Abmelden', fr: 'Se déconnecter', es: 'Cerrar sesión' });

export function peopleActions({ operator, signing }: StationState): ScreenAction<Message>[] {
  return operator === null && signing === null
    ? []
    : [{ code: 'PP:SIGN_OUT', label: signOut, tone: 'plain' }];
}
