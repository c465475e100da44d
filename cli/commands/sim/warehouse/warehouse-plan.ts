/** What kind of writer of facts: they differ in what they send, and in how it comes. */
export type StationKind = 'station' | 'handheld' | 'portal';

export interface SimulatedStation {
  readonly station: string;
  readonly kind: StationKind;
  /** Facts in a second; null for as fast as the gateway takes them. */
  readonly rate: number | null;
  /** When in its turn it begins, from 0 to 1: stations do not scan in step. */
  readonly phase: number;
}

export interface WarehouseSize {
  readonly stations: number;
  readonly handhelds: number;
  readonly portals: number;
  /** Facts in a second of the whole site; null for as fast as the gateway takes them. */
  readonly rate: number | null;
  readonly processes: number;
}

/** The stations of each process: dealt out in turn, so that no process has all the portals. */
export function planWarehouse(size: WarehouseSize): SimulatedStation[][] {
  const named = [
    ...namesOf('S', size.stations, 'station'),
    ...namesOf('H', size.handhelds, 'handheld'),
    ...namesOf('P', size.portals, 'portal'),
  ];
  const rate = size.rate === null ? null : size.rate / Math.max(1, named.length);
  const processes = Math.max(1, Math.min(size.processes, named.length));
  const parts: SimulatedStation[][] = Array.from({ length: processes }, () => []);
  named.forEach((each, index) => {
    parts[index % processes]?.push({ ...each, rate, phase: index / named.length });
  });
  return parts;
}

function namesOf(letter: string, count: number, kind: StationKind) {
  return Array.from({ length: count }, (_, n) => ({
    station: `SIM-${letter}${String(n + 1).padStart(3, '0')}`,
    kind,
  }));
}
