import { floorName } from '../../../protocols/wire/facts/fact-members.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { joined } from '../goods/joined.ts';
import { say, shown } from '../message.ts';
import type { StationState } from '../state.ts';
import { peopleRefusals } from './people-refusals.ts';
import { enterPin, scanBadge } from './sign-in.ts';
import { signOut } from './sign-out.ts';

/** Who works here, and with which equipment. */
export function peopleCommand(state: StationState, command: Command, context: StepContext): Decision | null {
  switch (command.name) {
    case 'BADGE':
      return scanBadge(state, command, context);
    case 'PIN':
      return enterPin(state, command, context);
    case 'SIGN_OUT':
      return signOut(state, command);
    case 'STATION':
      return bindStation(state, command, context);
    default:
      return null;
  }
}

/** The code of a place was scanned: from here on its printer, scale and reader are used. */
function bindStation(state: StationState, { argument }: Command, { work }: StepContext): Decision {
  const profile = argument.trim();
  if (!floorName.safeParse(profile).success) {
    return refuse(state, peopleRefusals.stationCode(shown(argument)));
  }
  const { printer, places = [] } = work.equipment(profile);
  if (places.length > 0 && !places.includes(profile)) {
    return refuse(state, peopleRefusals.placeUnknown(profile, places));
  }
  const prints = work.rules().pack.label === 'print';
  return {
    verdict: 'station_bound',
    message: joined(say(boundTo, { profile }), prints && !printer ? withoutPrinter : null),
    state: { ...state, profile },
    facts: profile === state.profile ? [] : [{ type: 'station.bound', data: { profile } }],
  };
}

const boundTo = {
  en: 'You work at {profile} now.',
  de: 'Gearbeitet wird jetzt an {profile}.',
  fr: 'Vous travaillez maintenant à {profile}.',
  es: 'Ahora trabaja en {profile}.',
};

const withoutPrinter = say({
  en: 'No printer stands here: labels wait until you scan a place that has one.',
  de: 'Hier steht kein Drucker: Labels warten, bis ein Platz mit Drucker gescannt wird.',
  fr: "Il n'y a pas d'imprimante ici : les étiquettes attendent que vous scanniez une place qui en a une.",
  es: 'Aquí no hay impresora: las etiquetas esperan hasta que escanee un puesto que tenga una.',
});
