import type { StepResult } from '../step.ts';
import type { WorkView } from '../work-view.ts';
import { missingUnits } from './close-load.ts';

/** The orders with which a station is done by what it has decided: of one that left in part on a load, the rest waits. */
export function finishedOrders({ facts, finished }: StepResult, work: WorkView): string[] {
  const dispatched = facts.flatMap((fact) => {
    if (fact.type !== 'shipment.dispatched') return [];
    const { order, lines, load } = fact.data;
    return load !== undefined && missingUnits(order, lines, work) > 0 ? [] : [order];
  });
  return finished === undefined ? dispatched : [...dispatched, finished];
}
