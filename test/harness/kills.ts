import type { Plant } from './plant.ts';
import type { ServiceProcess } from './service-process.ts';

/**
 * Ends one service after the other by SIGKILL, each at a random moment, and starts it again, as long as `goesOn` says so.
 *
 * @returns the names of those that were killed, in order.
 */
export async function killAtRandom(
  plant: Plant,
  random: () => number,
  goesOn: (killed: number) => boolean,
): Promise<string[]> {
  const killed: string[] = [];
  while (goesOn(killed.length)) {
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
    const victim = pick(plant, random);
    killed.push(victim.name);
    await victim.kill();
    await victim.start();
  }
  return killed;
}

/** Each kind of service is as likely as the others, however many stations there are. */
function pick(plant: Plant, random: () => number): ServiceProcess {
  const { central, gateway, cloudSync, edges } = plant.services;
  const edge = edges[Math.floor(random() * edges.length)] ?? gateway;
  return [central, gateway, cloudSync, edge][Math.floor(random() * 4)] ?? edge;
}
