import { smoothLoad } from '../../devices/rfid/smoothing/simulated-load.ts';
import type { Measurement } from './report.ts';

const load = { readers: 20, tagsPerReader: 500, readsPerSecond: 1_000 };
const minutes = 10;

/** Twenty readers of 1,000 reads a second for ten minutes of their time, with tags that come and go. */
export async function benchRfid(_folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const before = process.cpuUsage();
  const heapMb: number[] = [];
  const minutePassed = () => {
    globalThis.gc?.();
    heapMb.push(process.memoryUsage().heapUsed / 1e6);
    tell(`${heapMb.length} of ${minutes} minutes, heap ${heapMb.at(-1)?.toFixed(1)} MB`);
  };
  const { counts } = smoothLoad({ ...load, seconds: minutes * 60, minutePassed });
  const cpu = process.cpuUsage(before);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  return [
    {
      what: 'RFID smoothing, 10,000 tags in the field',
      value: counts.reads / cpuSeconds,
      unit: 'reads/s of one core',
    },
    {
      what: 'processor time for 20 readers x 1,000 reads/s',
      value: (100 * cpuSeconds) / (minutes * 60),
      unit: '% of one core',
      goal: '< 50',
    },
    {
      what: 'heap with it after 10 minutes',
      value: heapMb.at(-1) ?? Number.NaN,
      unit: 'MB',
      baseline: { what: 'after 2 minutes', value: heapMb[1] ?? Number.NaN },
      goal: 'flat',
    },
  ];
}
