import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';

/** A badge signs in whoever wears it. */
export function peopleCommand(state: StationState, command: Command, context: StepContext): Decision | null {
  return command.name === 'BADGE' ? signIn(state, command, context) : null;
}

function signIn(state: StationState, command: Command, { work }: StepContext): Decision {
  const operator = command.argument.trim();
  if (operator === '' || operator.length > 64) return refuse(state, refusals.unknownCommand(command.text));
  const known = work.person(operator);
  const facts: FactDraft[] =
    operator === state.operator ? [] : [{ type: 'operator.signed_in', data: { operator } }];
  const language = known?.language;
  const person = {
    role: known?.role ?? ('operator' as const),
    ...(language === undefined ? {} : { language }),
  };
  return {
    verdict: 'operator_signed_in',
    message: say(
      { en: 'Hello {name}.', de: 'Hallo {name}.', fr: 'Bonjour {name}.', es: 'Hola {name}.' },
      { name: known?.name ?? operator },
    ),
    state: { ...state, operator, person },
    facts,
  };
}
