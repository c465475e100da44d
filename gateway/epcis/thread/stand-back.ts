import { setPriority } from 'node:os';

/** Behind the thread that takes the facts of the stations, where they want the same processor. */
const niceness = 10;

/** On Linux the priority is that of this thread; elsewhere it would be that of the whole program. */
export function standBack(): void {
  try {
    if (process.platform === 'linux') setPriority(niceness);
  } catch {
    // It then runs beside the others.
  }
}
