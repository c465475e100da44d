import type { ActivityRules } from './activity.ts';
import { askedRules } from './asked/asked-rules.ts';
import { countRules } from './count/count-rules.ts';
import type { StepContext, Verdict } from './decision.ts';
import { packRules } from './pack/pack-rules.ts';
import { pickRules } from './pick/pick-rules.ts';
import { returnRules } from './returns/return-rules.ts';
import { serviceRules } from './service/service-rules.ts';
import { shipRules } from './ship/ship-rules.ts';
import type { Activity, StationState } from './state.ts';
import { wallRules } from './wall/wall-rules.ts';

const rules: { readonly [Kind in Activity['kind']]: ActivityRules<Extract<Activity, { kind: Kind }>> } = {
  pack: packRules,
  pick: pickRules,
  wall: wallRules,
  ship: shipRules,
  return: returnRules,
  count: countRules,
  service: serviceRules,
  asked: askedRules,
};

/** How the work of an activity is done. */
export function rulesOf(activity: Activity): ActivityRules<Activity> {
  return rules[activity.kind] as ActivityRules<Activity>;
}

/** Lays the work in hand aside, if that loses nothing. */
export function leaveWork(state: StationState, context: StepContext): StationState | Verdict {
  const { activity } = state;
  return activity === null ? state : rulesOf(activity).leave(state, activity, context);
}
