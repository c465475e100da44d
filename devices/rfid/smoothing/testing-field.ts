import type { TagRead } from '../../../protocols/rfid/tag-read.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Metres: x through the door or the tunnel, y across, z up. */
export type Place = readonly [x: number, y: number, z: number];

export interface FieldAntenna {
  readonly reader: string;
  readonly antenna: number;
  readonly at: Place;
  readonly facing: Place;
  readonly eirpDbm: number;
}

export interface FieldTag {
  readonly epc: string;
  /** Where it is at a time; null while it is nowhere near. */
  placeAt(ms: number): Place | null;
  /** What goods around it take away, one way. */
  readonly lossDb: number;
  /** The axis of its dipole; it is blind along it. */
  readonly axis: Place;
}

export interface Field {
  readonly antennas: readonly FieldAntenna[];
  readonly tags: readonly FieldTag[];
  readonly random: Random;
  readonly fromMs: number;
  readonly toMs: number;
  /** How likely a tag with enough power answers in a round, else 0.85. */
  readonly answerOdds?: number;
  /** What walls between an antenna and a place take away, one way. */
  readonly wallDb?: (antenna: FieldAntenna, place: Place) => number;
}

export interface FieldRead {
  readonly reader: string;
  readonly read: TagRead;
  readonly atMs: number;
}

/** Free space at 1 m and 867 MHz: 20 log10(4 pi / 0.346). */
const lossAtOneMetreDb = 31.2;
const tagGainDbi = 2;
const tagSensitivityDbm = -18;
const backscatterLossDb = 6;
const antennaGainDbi = 6;
const readerSensitivityDbm = -80;
/** A reader stays so long at an antenna and makes so many reads a second. */
const antennaMs = 100;
const readsPerSecond = 250;
const usualAnswerOdds = 0.85;
/** A fade lasts until the tag has moved a quarter of a wave, or the reader hops. */
const fadeMetres = 0.085;
const hopMs = 400;
/** The steady part of the wave against the scattered one (Rician K), as a power ratio. */
const steadyShare = 4;

/** The reads that readers would report; each reader takes turns through its antennas. In the order of time. */
export function fieldReads(field: Field): FieldRead[] {
  const reads = [...new Set(field.antennas.map(({ reader }) => reader))].flatMap((reader) =>
    readerReads(reader, field),
  );
  return reads.sort((a, b) => a.atMs - b.atMs);
}

function readerReads(reader: string, field: Field): FieldRead[] {
  const antennas = field.antennas.filter((antenna) => antenna.reader === reader);
  const fades = antennas.map(() => new Map<string, Fade>());
  const reads: FieldRead[] = [];
  let turn = 0;
  for (let ms = field.fromMs; ms < field.toMs; ms += antennaMs, turn++) {
    const at = turn % antennas.length;
    const antenna = antennas[at];
    const fade = fades[at];
    if (antenna !== undefined && fade !== undefined) reads.push(...roundReads(antenna, ms, field, fade));
  }
  return reads;
}

/** One round: every tag with enough power answers once at most, and no more than the time allows. */
function roundReads(antenna: FieldAntenna, ms: number, field: Field, fades: Map<string, Fade>): FieldRead[] {
  const heard = field.tags.flatMap((tag) => {
    const place = tag.placeAt(ms);
    const rssiDbm = place === null ? null : rssiOf(antenna, tag, place, ms, field, fades);
    return rssiDbm === null ? [] : [{ tag, rssiDbm }];
  });
  const room = ((readsPerSecond / 1000) * antennaMs) / Math.max(1, heard.length);
  const odds = (field.answerOdds ?? usualAnswerOdds) * Math.min(1, room);
  return heard
    .filter(() => field.random() < odds)
    .map(({ tag, rssiDbm }) => {
      const atMs = ms + Math.floor(field.random() * antennaMs);
      return { reader: antenna.reader, atMs, read: readOf(tag.epc, antenna.antenna, rssiDbm, atMs) };
    });
}

function readOf(epc: string, antenna: number, rssiDbm: number, atMs: number): TagRead {
  const us = atMs * 1000;
  return { epc, pc: 0x3000, antenna, rssiDbm, count: 1, firstSeenUs: us, lastSeenUs: us };
}

/** Null where the tag gets too little power, or the reader hears too little of it. */
function rssiOf(
  antenna: FieldAntenna,
  tag: FieldTag,
  place: Place,
  ms: number,
  field: Field,
  fades: Map<string, Fade>,
): number | null {
  const way = minus(place, antenna.at);
  const distance = Math.max(0.1, lengthOf(way));
  const pathDb =
    -lossAtOneMetreDb -
    20 * Math.log10(distance) -
    patternLossDb(antenna.facing, way) -
    blindnessDb(tag.axis, way) -
    tag.lossDb -
    (field.wallDb?.(antenna, place) ?? 0) +
    fadeDb(fades, tag.epc, place, ms, field.random);
  const atTagDbm = antenna.eirpDbm + tagGainDbi + pathDb;
  const atReaderDbm = atTagDbm - backscatterLossDb + tagGainDbi + pathDb + antennaGainDbi;
  if (atTagDbm < tagSensitivityDbm || atReaderDbm < readerSensitivityDbm) return null;
  return Math.round(atReaderDbm * 2) / 2;
}

/** A patch antenna of 70 degrees: 3 dB less at 35 degrees, 20 dB less behind. */
function patternLossDb(facing: Place, way: Place): number {
  const degrees = (Math.acos(clamp(dot(facing, way) / (lengthOf(facing) * lengthOf(way)))) * 180) / Math.PI;
  return Math.min(20, 12 * (degrees / 70) ** 2);
}

function blindnessDb(axis: Place, way: Place): number {
  const along = dot(axis, way) / (lengthOf(axis) * lengthOf(way));
  return -20 * Math.log10(Math.max(0.1, Math.sqrt(Math.max(0, 1 - along * along))));
}

interface Fade {
  readonly db: number;
  readonly place: Place;
  readonly hop: number;
}

function fadeDb(fades: Map<string, Fade>, epc: string, place: Place, ms: number, random: Random): number {
  const hop = Math.floor(ms / hopMs);
  const known = fades.get(epc);
  if (known !== undefined && known.hop === hop && lengthOf(minus(place, known.place)) < fadeMetres)
    return known.db;
  const db = ricianDb(random);
  fades.set(epc, { db, place, hop });
  return db;
}

function ricianDb(random: Random): number {
  const scatter = Math.sqrt(1 / (2 * (steadyShare + 1)));
  const steady = Math.sqrt(steadyShare / (steadyShare + 1));
  const re = steady + scatter * gaussian(random);
  const im = scatter * gaussian(random);
  return 10 * Math.log10(Math.max(1e-6, re * re + im * im));
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function randomAxis(random: Random): Place {
  return [gaussian(random), gaussian(random), gaussian(random) || 1];
}

function minus(a: Place, b: Place): Place {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function dot(a: Place, b: Place): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function lengthOf(place: Place): number {
  return Math.sqrt(dot(place, place));
}

function clamp(cosine: number): number {
  return Math.min(1, Math.max(-1, cosine));
}
