import { Breach } from '../../harness/breach.ts';
import type { Floor } from '../floor.ts';
import { accountantsPromises } from './accountant.ts';
import { customersPromises } from './customer.ts';
import { lookAt } from './look.ts';
import { managersPromises } from './manager.ts';
import { foldsTheSame, pipesPromises } from './pipe.ts';
import { supervisorsPromises } from './supervisor.ts';

const promises = [
  ...pipesPromises,
  ...customersPromises,
  ...accountantsPromises,
  ...managersPromises,
  ...supervisorsPromises,
];

/** Holds what has come of a schedule to what people rely on. @throws Breach that names what is broken. */
export async function audit(floor: Floor): Promise<void> {
  const look = await lookAt(floor);
  for (const { name, broken } of promises) {
    const found = await broken(look);
    if (found !== null) throw new Breach(`${name} - ${found}`);
  }
  // By other rules it draws something else.
  const anew = floor.rulesChanged ? null : await foldsTheSame(look);
  if (anew !== null) throw new Breach(`the floor folded anew is the same - ${anew}`);
}
