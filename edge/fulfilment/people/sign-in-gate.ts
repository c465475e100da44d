import type { Barcode } from '../../../protocols/gs1/barcode.ts';
import type { Verdict } from '../decision.ts';
import { shown } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { peopleRefusals } from './people-refusals.ts';

/** What anybody may scan. */
const open: ReadonlySet<string> = new Set(['BADGE', 'PIN', 'SIGN_OUT', 'STATION']);

/** Whether the site wants to know who works, and nobody is signed in. */
export function isSignInMissing({ operator }: Pick<StationState, 'operator'>, work: WorkView): boolean {
  return operator === null && work.rules().people.signIn === 'required';
}

/** Why nothing may be confirmed now, where the site wants to know by whom; undefined if it may. */
export function signInMissing(
  { operator, signing }: StationState,
  barcode: Barcode,
  work: WorkView,
): Verdict | undefined {
  if (!isSignInMissing({ operator }, work)) return undefined;
  if (barcode.kind === 'command' && open.has(barcode.name)) return undefined;
  if (signing === null) return peopleRefusals.signInFirst;
  // It takes back that a PIN is asked for.
  if (barcode.kind === 'command' && barcode.name === 'UNDO') return undefined;
  return peopleRefusals.pinFirst(work.person(signing.badge)?.name ?? shown(signing.badge));
}
