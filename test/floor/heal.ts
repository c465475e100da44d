import { Breach } from '../harness/breach.ts';
import type { Floor } from './floor.ts';

const maxRounds = 60;

/** Everything works from now on, and whatever waited arrives. @throws Breach if it does not after a bounded number of rounds. */
export async function heal(floor: Floor): Promise<void> {
  for (const desk of floor.desks) desk.online = true;
  for (let round = 0; round < maxRounds; round += 1) {
    for (const desk of floor.desks) await floor.talk(desk);
    await floor.carryUp(500);
    await floor.carryDown();
    floor.gateway.catchUp();
    await floor.settle();
    if (floor.isCarried && floor.desks.every((desk) => desk.waiting(1).length === 0)) break;
    if (round === maxRounds - 1) throw new Breach('what waited does not arrive');
  }
  for (const desk of floor.desks) await floor.hear(desk);
}
