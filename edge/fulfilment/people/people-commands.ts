import { floorName } from '../../../protocols/wire/facts/fact-members.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
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
      return bindStation(state, command);
    default:
      return null;
  }
}

/** The code of a place was scanned: from here on its printer, scale and reader are used. */
function bindStation(state: StationState, { argument }: Command): Decision {
  const profile = argument.trim();
  if (!floorName.safeParse(profile).success) {
    return refuse(state, peopleRefusals.stationCode(shown(argument)));
  }
  return {
    verdict: 'station_bound',
    message: say(
      {
        en: 'You work at {profile} now.',
        de: 'Gearbeitet wird jetzt an {profile}.',
        fr: 'Vous travaillez maintenant à {profile}.',
        es: 'Ahora trabaja en {profile}.',
      },
      { profile },
    ),
    state: { ...state, profile },
    facts: profile === state.profile ? [] : [{ type: 'station.bound', data: { profile } }],
  };
}
