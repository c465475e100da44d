import { readFileSync } from 'node:fs';

/** Processor time and memory of another process, as Linux counts them. */
export interface ProcessUsage {
  /** Of all its threads since it started. */
  cpuSeconds(): number;
  residentMb(): number;
}

/** Linux counts processor time in hundredths of a second (proc(5), field 14 and 15 of stat). */
const ticksPerSecond = 100;

export function usageOf(pid: number): ProcessUsage {
  return {
    cpuSeconds: () => {
      // The name in brackets may hold anything, so the fields are counted behind it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    residentMb: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
  };
}
