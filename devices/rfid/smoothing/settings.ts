import { z } from 'zod';

const dbm = z.number().min(-120).max(20);
const ms = z.number().int().min(0).max(3_600_000);
const name = z.string().min(1).max(64);

/** An antenna of a reader: the place it watches, and how its reads are to be taken. */
const readPoint = z.strictObject({
  reader: name,
  /** As the reader counts: from 1; 0 where the reader does not tell. */
  antenna: z.number().int().min(0).max(255),
  zone: name,
  /** Reads weaker than this are counted, and otherwise ignored; else `floorDbm` holds. */
  floorDbm: dbm.optional(),
  /** Added to each RSSI: makes up for longer cables, less power, another make of reader. */
  correctionDb: z.number().min(-40).max(40).default(0),
});

/** A doorway between zones: what is read first on one side and last on the other has gone through. */
const portal = z.strictObject({
  name,
  outside: z.array(name).min(1).max(16),
  inside: z.array(name).min(1).max(16),
});

/** When a tag counts as there: any of the two rules, over the smoothing's window. */
const arrival = z.strictObject({
  reads: z.number().int().min(1).max(1000).default(3),
  strongReads: z.number().int().min(1).max(1000).default(2),
  strongDbm: dbm.default(-50),
});

/** When a silent tag counts as gone: see epoch-history.ts. */
const departure = z.strictObject({
  minMs: ms.min(1).default(2000),
  maxMs: ms.min(1).default(15_000),
  /** The chance that a tag that is still there counts as gone at one silence. */
  missChance: z.number().min(1e-6).max(0.5).default(0.01),
  /** About one turn of the reader through its antennas. */
  epochMs: ms.min(10).default(250),
});

/** When a tag counts as being in another zone. */
const move = z.strictObject({
  hysteresisDb: z.number().min(0).max(40).default(6),
  dwellMs: ms.default(1500),
  /** How much a doubling of the reads in the window weighs beside the RSSI. */
  dbPerDoubling: z.number().min(0).max(10).default(1),
});

/** When a tag counts as gone through a portal: see crossing.ts. */
const crossing = z.strictObject({
  /** What lies this long after the first, or before the last read, weighs 1/e in the view of the start, or the end. */
  tauMs: ms.min(10).default(500),
  /** By how much one side must lead at the start and at the end. */
  decideDb: z.number().min(0.1).max(40).default(2),
  /** Both sides must have heard the tag this strong at least once; keeps parked neighbours out. */
  peakDbm: dbm.default(-58),
  /** How much weaker the first and the last read must be than the strongest, so that the tag came and went. */
  turnDb: z.number().min(0.1).max(40).default(6),
  /** A passage is told when its end side has led so long, even if the tag stays. */
  settleMs: ms.min(50).default(2000),
  /** A portal that has not heard the tag for so long is done with it. */
  silenceMs: ms.min(50).default(3000),
});

/** The settings of a site's smoothing. Levels are RSSI in dBm after the antenna's correction. */
export const smoothingSettings = z
  .strictObject({
    points: z.array(readPoint).max(256).default([]),
    portals: z.array(portal).max(8).default([]),
    /** How many tags are remembered at once; beyond it the oldest weak ones are forgotten, and counted. */
    maxTags: z.number().int().min(16).max(200_000).default(50_000),
    /** How late a read may come, and so how long decisions by silence wait. */
    lateMs: ms.max(60_000).default(500),
    /** How far a read's time may lie ahead of the last `advance` before it is cut to that. */
    aheadMs: ms.max(60_000).default(2000),
    floorDbm: dbm.default(-72),
    /** Stands for the RSSI of readers that tell none. */
    unknownDbm: dbm.default(-60),
    /** The time constant of the smoothed RSSI. */
    rssiTauMs: ms.min(1).default(1000),
    /** The sliding window in which reads are counted. */
    windowMs: ms.min(8).default(1000),
    arrival: arrival.prefault({}),
    departure: departure.prefault({}),
    move: move.prefault({}),
    crossing: crossing.prefault({}),
  })
  .superRefine((settings, context) => {
    for (const [path, message] of contradictions(settings))
      context.addIssue({ code: 'custom', path, message });
  });
export type SmoothingSettings = z.output<typeof smoothingSettings>;
export type SmoothingInput = z.input<typeof smoothingSettings>;

interface Checked {
  readonly points: readonly { readonly reader: string; readonly antenna: number; readonly zone: string }[];
  readonly portals: readonly z.output<typeof portal>[];
  readonly departure: z.output<typeof departure>;
}

type Contradiction = readonly [path: (string | number)[], message: string];

function contradictions({ points, portals, departure: { minMs, maxMs } }: Checked): Contradiction[] {
  const found: Contradiction[] = [];
  if (minMs > maxMs) found.push([['departure', 'minMs'], 'must not be above maxMs']);
  const antennas = points.map(({ reader, antenna }) => JSON.stringify([reader, antenna]));
  antennas.forEach((antenna, at) => {
    if (antennas.indexOf(antenna) !== at) found.push([['points', at], 'this antenna is listed twice']);
  });
  portals.forEach((each, at) => {
    for (const zone of each.inside)
      if (each.outside.includes(zone)) found.push([['portals', at], `zone ${zone} is on both sides`]);
    for (const zone of [...each.inside, ...each.outside])
      if (!points.some((point) => point.zone === zone))
        found.push([['portals', at], `no antenna watches zone ${zone}`]);
  });
  return found;
}

/** The settings of a read session and of the decision drawn from it: see session-confidence.ts. */
export const sessionSettings = z.strictObject({
  maxTags: z.number().int().min(16).max(200_000).default(20_000),
  floorDbm: dbm.default(-72),
  unknownDbm: dbm.default(-55),
  /** At this level it is even whether a tag with `evenReads` reads lies here or next door. */
  evenDbm: dbm.default(-60),
  /** How many dB change the odds by the factor e. */
  scaleDb: z.number().min(0.1).max(20).default(2),
  evenReads: z.number().min(1).max(1000).default(2),
  /** At so many antennas that heard the tag they say nothing; each doubling counts as much as one of the reads. */
  evenAntennas: z.number().min(1).max(64).default(1),
  /** By how much a tag must be stronger here than elsewhere to make the other place irrelevant. */
  elsewhereDb: z.number().min(0.1).max(40).default(6),
  /** A tag heard elsewhere so long after it was heard here last has left; null where tags move on to other readers. */
  goneElsewhereMs: ms.nullable().default(null),
  /** The odds that what is expected is here, before any RSSI, as a factor of e. */
  expectedLogOdds: z.number().min(0).max(6).default(2),
  /** No more certain than this that a tag is not here when no other reader hears it clearly better: it may be dead, shielded or folded. */
  unheardAtMost: z.number().min(0).max(1).default(0.85),
  /** A decision below this confidence makes the verdict doubtful. */
  doubtBelow: z.number().min(0).max(1).default(0.75),
  /** No new tag for so long: closing early is reasonable. */
  settleMs: ms.default(1500),
});
export type SessionSettings = z.output<typeof sessionSettings>;
export type SessionInput = z.input<typeof sessionSettings>;

export const readUses = ['portal', 'pack-tunnel', 'desk'] as const;
export type ReadUse = (typeof readUses)[number];

interface UsePreset {
  readonly smoothing: SmoothingInput;
  readonly session: SessionInput;
}

/** Starting points by use; a site adds its antennas and changes what it measured. */
export const readPresets: Readonly<Record<ReadUse, UsePreset>> = {
  portal: {
    smoothing: { floorDbm: -70, departure: { minMs: 3000, maxMs: 10_000 } },
    session: { floorDbm: -70, evenDbm: -60, scaleDb: 2.5, evenReads: 3, settleMs: 2500 },
  },
  'pack-tunnel': {
    smoothing: { floorDbm: -66, departure: { minMs: 1000, maxMs: 5000 } },
    session: { floorDbm: -66, evenDbm: -48, scaleDb: 2, evenReads: 2, evenAntennas: 2, settleMs: 1000 },
  },
  desk: {
    smoothing: {
      floorDbm: -62,
      arrival: { strongDbm: -42 },
      departure: { minMs: 1500, maxMs: 6000 },
      move: { hysteresisDb: 8 },
    },
    session: {
      floorDbm: -62,
      evenDbm: -50,
      scaleDb: 2,
      evenReads: 3,
      goneElsewhereMs: 1500,
      settleMs: 1200,
    },
  },
};
