import type { FactType, KnownFact } from '../../../protocols/wire/fact.ts';
import { conflictRules } from './conflict-rules.ts';
import { countRules } from './counts.ts';
import type { FloorBooks, FloorRule, FloorRules } from './floor-books.ts';
import { itemWeightRules } from './item-weights.ts';
import { parcelRules } from './parcels.ts';
import { progressRules } from './progress.ts';
import { returnRules } from './returns.ts';
import { taskRules } from './tasks.ts';
import { toteStatusRules } from './tote-status.ts';
import { toteRules } from './totes.ts';

/** Raised when the fold draws something else from the same facts: then it begins at the first fact again. */
export const foldVersion = 8;

/** In this order: the totes read what progress remembers before an undo forgets it, and tasks know a tote before it goes. */
const all: readonly FloorRules[] = [
  taskRules,
  toteRules,
  progressRules,
  returnRules,
  conflictRules,
  parcelRules,
  countRules,
  itemWeightRules,
  toteStatusRules,
];

/** Whether a fact of this type changes anything. */
export function concernsFloor(type: string): boolean {
  return all.some((rules) => Object.hasOwn(rules, type));
}

/** What the floor is after one more fact. */
export function foldFact(fact: KnownFact, books: FloorBooks): void {
  for (const rules of all) {
    const rule = rules[fact.type] as FloorRule<FactType> | undefined;
    rule?.(fact, books);
  }
}
