import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { PersonDocument } from '../../../protocols/wire/work/person-document.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say, shown } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { peopleRefusals } from './people-refusals.ts';
import { signedOut } from './sign-out.ts';

const maxWrongPins = 3;

/** A badge was scanned: its person signs in, or has to enter the PIN first. */
export function scanBadge(state: StationState, command: Command, { work }: StepContext): Decision {
  const badge = command.argument.trim();
  if (badge === '' || badge.length > 64) return refuse(state, refusals.unknownCommand(command.text));
  const person = work.person(badge);
  if (person === undefined && work.rules().people.badges === 'known') {
    return refused(state, badge, peopleRefusals.badgeUnknown(shown(badge)), 'badge unknown');
  }
  if (badge === state.operator || !needsPin(person, work)) return signIn(state, badge, 'badge', work);
  if (person?.pin === undefined) {
    return refused(state, badge, peopleRefusals.noPinSet(person?.name ?? shown(badge)), 'no PIN set');
  }
  return askForPin(state, person);
}

function needsPin(person: PersonDocument | undefined, work: WorkView): boolean {
  const { pin } = work.rules().people;
  return pin === 'everybody' || (pin === 'supervisors' && person?.role === 'supervisor');
}

/** Whoever was signed in is not the one who stands there now. */
function askForPin(state: StationState, { badge, name }: PersonDocument): Decision {
  return {
    verdict: 'pin_asked',
    message: say(
      {
        en: '{name}, enter your PIN.',
        de: '{name}, bitte die PIN eingeben.',
        fr: '{name}, entrez votre code PIN.',
        es: '{name}, introduzca su PIN.',
      },
      { name },
    ),
    state: { ...state, operator: null, person: { role: 'operator' }, signing: { badge, wrong: 0 } },
    facts: signedOut(state, 'other_operator'),
  };
}

/** A PIN was entered: `PP:PIN:digits`. It is compared and forgotten. */
export function enterPin(state: StationState, { argument }: Command, { work }: StepContext): Decision {
  const { signing } = state;
  if (signing === null) return refuse(state, peopleRefusals.badgeFirst);
  const { badge, wrong } = signing;
  const person = work.person(badge);
  if (person === undefined) {
    const gone = peopleRefusals.badgeUnknown(shown(badge));
    return refused({ ...state, signing: null }, badge, gone, 'badge unknown');
  }
  if (argument.length <= 64 && work.pinMatches(person, argument)) {
    return signIn(state, badge, 'badge_and_pin', work);
  }
  const left = maxWrongPins - wrong - 1;
  if (left <= 0) {
    const tooOften = peopleRefusals.pinWrongTooOften(person.name);
    return refused({ ...state, signing: null }, badge, tooOften, 'wrong PIN, too often');
  }
  const again = { ...state, signing: { badge, wrong: wrong + 1 } };
  return refused(again, badge, peopleRefusals.pinWrong(person.name, left), 'wrong PIN');
}

function refused(
  state: StationState,
  operator: string,
  verdict: Parameters<typeof refuse>[1],
  reason: string,
): Decision {
  return { ...refuse(state, verdict), facts: [{ type: 'operator.refused', data: { operator, reason } }] };
}

/** What is in hand stays in hand: from here on its facts name the new operator. */
function signIn(
  state: StationState,
  operator: string,
  by: 'badge' | 'badge_and_pin',
  work: WorkView,
): Decision {
  const known = work.person(operator);
  const language = known?.language;
  const role = known?.role ?? 'operator';
  const person = { role, ...(language === undefined ? {} : { language }) };
  const signedIn: FactDraft = {
    type: 'operator.signed_in',
    data: { operator, ...(known === undefined ? {} : { role, by }) },
  };
  const facts = operator === state.operator ? [] : [...signedOut(state, 'other_operator'), signedIn];
  return {
    verdict: 'operator_signed_in',
    message: say(
      { en: 'Hello {name}.', de: 'Hallo {name}.', fr: 'Bonjour {name}.', es: 'Hola {name}.' },
      { name: known?.name ?? operator },
    ),
    state: { ...state, operator, person, signing: null },
    facts,
  };
}
