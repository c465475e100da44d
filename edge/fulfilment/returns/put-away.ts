import type { Code } from '../activity.ts';
import { type Decision, refuse } from '../decision.ts';
import { say, shown } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { returnRefusals } from './return-refusals.ts';
import type { ReturnWork } from './return-work.ts';

/** `L-` names a place; so does any other code that is known as one. */
export function isPlace({ kind, text }: Code, work: WorkView): boolean {
  return work.location(text) !== undefined || (kind === 'text' && /^L-[A-Za-z0-9._/-]{1,38}$/.test(text));
}

/** Where the goods that are scanned next are put. It counts as long as their condition does: nothing leaks into the next goods. */
export function scanPlace(state: StationState, work: ReturnWork, location: string, site: WorkView): Decision {
  if (site.location(location) === undefined)
    return refuse(state, returnRefusals.placeUnknown(shown(location)));
  const { found } = work;
  if (found === null) return refuse(state, returnRefusals.conditionBeforePlace(location));
  return {
    verdict: 'location_confirmed',
    message: say(
      {
        en: 'What you scan now is put to {location}.',
        de: 'Was jetzt gescannt wird, kommt nach {location}.',
        fr: 'Ce que vous scannez maintenant va à {location}.',
        es: 'Lo que escanee ahora va a {location}.',
      },
      { location },
    ),
    order: work.order,
    state: { ...state, activity: { ...work, found: { ...found, location } } },
    facts: [],
  };
}
