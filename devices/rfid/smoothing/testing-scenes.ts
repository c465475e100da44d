import {
  between,
  type Field,
  type FieldAntenna,
  type FieldTag,
  type Place,
  type Random,
  randomAxis,
  seededRandom,
} from './testing-field.ts';

/** What a tag of a scene really did. */
type Truth = 'in' | 'out' | 'turned-back' | 'parked' | 'passed-by' | 'here' | 'next-door' | 'waiting';

export interface Scene extends Field {
  readonly truth: ReadonlyMap<string, Truth>;
}

export interface ScenePoint {
  readonly reader: string;
  readonly antenna: number;
  readonly zone: string;
}

export const portalPoints: readonly ScenePoint[] = [
  { reader: 'dock', antenna: 1, zone: 'yard' },
  { reader: 'dock', antenna: 2, zone: 'yard' },
  { reader: 'dock', antenna: 3, zone: 'hall' },
  { reader: 'dock', antenna: 4, zone: 'hall' },
];

const portalEirpDbm = 33;

/** Antennas on both posts of a door 3 m wide, in pairs 0.6 m before and behind it, half turned to their side. */
const portalAntennas: readonly FieldAntenna[] = [
  post(1, -0.6, -1.6),
  post(2, -0.6, 1.6),
  post(3, 0.6, -1.6),
  post(4, 0.6, 1.6),
];

function post(antenna: number, x: number, y: number): FieldAntenna {
  const facing: Place = [Math.sign(x), -Math.sign(y), 0];
  return { reader: 'dock', antenna, at: [x, y, 1.3], facing, eirpDbm: portalEirpDbm };
}

interface Described {
  readonly truth: Truth;
  placeAt(ms: number): Place | null;
  /** Where it is not just any. */
  readonly axis?: Place;
}

/** A truck's load of tags at a door: some go through, some turn, some stand near, some pass by. 0 to 40 s. */
export function portalScene(seed: number): Scene {
  const random = seededRandom(seed);
  const tags: Described[] = [
    ...Array.from({ length: 6 }, () => passing(random, 'in')),
    ...Array.from({ length: 6 }, () => passing(random, 'out')),
    ...Array.from({ length: 4 }, () => turning(random)),
    ...Array.from({ length: 6 }, () => parked(random)),
    ...Array.from({ length: 2 }, () => passingBy(random)),
  ];
  return scene('3034257BF4', tags, { antennas: portalAntennas, random, fromMs: 0, toMs: 40_000 });
}

function passing(random: Random, truth: 'in' | 'out'): Described {
  const speed = between(random, 0.6, 2.2);
  const startMs = between(random, 1000, 6000);
  const [y, z] = lane(random);
  const sign = truth === 'in' ? 1 : -1;
  const placeAt = (ms: number): Place | null => {
    const x = -10 + (speed * (ms - startMs)) / 1000;
    return x < -10 || x > 10 ? null : [sign * x, y, z];
  };
  return { truth, placeAt };
}

/** Comes from one side up to 0.5 to 2.5 m before the door, waits, and goes back. */
function turning(random: Random): Described {
  const speed = between(random, 0.6, 1.8);
  const startMs = between(random, 1000, 6000);
  const pauseMs = between(random, 0, 3000);
  const turnAt = between(random, 0.8, 2.5);
  const [y, z] = lane(random);
  const sign = random() < 0.5 ? 1 : -1;
  const wayMs = ((10 - turnAt) / speed) * 1000;
  const placeAt = (ms: number): Place | null => {
    const sinceMs = ms - startMs;
    if (sinceMs < 0 || sinceMs > 2 * wayMs + pauseMs) return null;
    const gone = Math.min(sinceMs, wayMs, 2 * wayMs + pauseMs - sinceMs) / 1000;
    return [sign * (10 - speed * gone), y, z];
  };
  return { truth: 'turned-back', placeAt };
}

function parked(random: Random): Described {
  const sign = random() < 0.5 ? 1 : -1;
  const place: Place = [sign * between(random, 2.5, 7), between(random, -4, 4), between(random, 0.3, 2)];
  return { truth: 'parked', placeAt: () => place };
}

/** Along the wall, 2.5 to 4.5 m before it. */
function passingBy(random: Random): Described {
  const speed = between(random, 0.8, 2);
  const x = between(random, 2.5, 4.5) * (random() < 0.5 ? 1 : -1);
  const placeAt = (ms: number): Place | null => {
    const y = -10 + (speed * ms) / 1000;
    return y > 10 ? null : [x, y, 1];
  };
  return { truth: 'passed-by', placeAt };
}

function lane(random: Random): [y: number, z: number] {
  return [between(random, -0.8, 0.8), between(random, 0.4, 1.9)];
}

export const tunnelPoints: readonly ScenePoint[] = ['tunnel-1', 'tunnel-2'].flatMap((reader) =>
  [1, 2, 3, 4].map((antenna) => ({ reader, antenna, zone: reader })),
);

/**
 * Two badly shielded tunnels 1.5 m apart, a parcel with 30 tags in each, which lies there for 3 s, and 8 tags waiting on the belt
 * 1.5 m before each. 0 to 5 s.
 */
export function tunnelScene(seed: number): Scene {
  const random = seededRandom(seed);
  const tags: Described[] = [
    ...Array.from({ length: 30 }, () => inParcel(random, [0, 0, 1], 'here')),
    ...Array.from({ length: 30 }, () => inParcel(random, [0, 1.5, 1], 'next-door')),
    ...Array.from({ length: 8 }, () => inParcel(random, [1.5, 0, 1], 'waiting')),
    ...Array.from({ length: 8 }, () => inParcel(random, [1.5, 1.5, 1], 'waiting')),
  ];
  const antennas = [...tunnelAntennas('tunnel-1', 0), ...tunnelAntennas('tunnel-2', 1.5)];
  const wallDb = ({ at }: FieldAntenna, place: Place) => (sameTunnel(at, place) ? 0 : tunnelWallDb);
  return scene('3034257BF5', tags, { antennas, random, fromMs: 0, toMs: 5000, wallDb });
}

const tunnelWallDb = 4;

function tunnelAntennas(reader: string, y: number): FieldAntenna[] {
  const antenna = (number: number, at: Place, facing: Place) => ({
    reader,
    antenna: number,
    at,
    facing,
    eirpDbm: 27,
  });
  return [
    antenna(1, [0, y - 0.5, 1], [0, 1, 0]),
    antenna(2, [0, y + 0.5, 1], [0, -1, 0]),
    antenna(3, [0, y, 1.6], [0, 0, -1]),
    antenna(4, [-0.3, y, 0.4], [0.4, 0, 1]),
  ];
}

function sameTunnel(antenna: Place, place: Place): boolean {
  return Math.abs(antenna[1] - place[1]) < 0.6 && Math.abs(place[0]) < 0.8;
}

function inParcel(random: Random, [x, y, z]: Place, truth: Truth): Described {
  const place: Place = [
    x + between(random, -0.25, 0.25),
    y + between(random, -0.2, 0.2),
    z + between(random, -0.2, 0.2),
  ];
  return { truth, placeAt: (ms) => (ms >= 500 && ms < 3500 ? place : null) };
}

export const deskPoints: readonly ScenePoint[] = [
  { reader: 'desk-1', antenna: 1, zone: 'desk-1' },
  { reader: 'desk-2', antenna: 1, zone: 'desk-2' },
];

/** Two desks 1.2 m apart, each with an antenna in its top and 12 tags on it, lying flat or aslant. 0 to 4 s. */
export function deskScene(seed: number): Scene {
  const random = seededRandom(seed);
  const tags: Described[] = [
    ...Array.from({ length: 12 }, () => onDesk(random, 0, 'here')),
    ...Array.from({ length: 12 }, () => onDesk(random, 1.2, 'next-door')),
  ];
  const antennas = [0, 1.2].map((y, at): FieldAntenna => {
    return { reader: `desk-${at + 1}`, antenna: 1, at: [0, y, 0.7], facing: [0, 0, 1], eirpDbm: 24 };
  });
  return scene('3034257BF6', tags, { antennas, random, fromMs: 0, toMs: 4000 });
}

function onDesk(random: Random, y: number, truth: Truth): Described {
  const place: Place = [between(random, -0.2, 0.2), y + between(random, -0.2, 0.2), between(random, 0.8, 1)];
  const [x, across, up] = randomAxis(random);
  return { truth, placeAt: () => place, axis: [x, across, 0.3 * up] };
}

function scene(prefix: string, described: readonly Described[], field: Omit<Field, 'tags'>): Scene {
  const truth = new Map<string, Truth>();
  const tags = described.map((each, at): FieldTag => {
    const epc = prefix + at.toString(16).toUpperCase().padStart(14, '0');
    truth.set(epc, each.truth);
    return {
      epc,
      placeAt: each.placeAt,
      lossDb: between(field.random, 0, 5),
      axis: each.axis ?? randomAxis(field.random),
    };
  });
  return { ...field, tags, truth };
}
