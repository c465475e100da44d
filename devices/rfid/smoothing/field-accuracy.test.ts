import { describe, expect, test } from 'vitest';
import type { ExpectedList } from './expected-list.ts';
import { ReadSession } from './read-session.ts';
import type { SessionDecision } from './session-outcome.ts';
import { type ReadUse, readPresets, sessionSettings, smoothingSettings } from './settings.ts';
import { Smoother } from './smoother.ts';
import { fieldReads } from './testing-field.ts';
import { smoothAll } from './testing-reads.ts';
import {
  deskPoints,
  deskScene,
  portalPoints,
  portalScene,
  type Scene,
  type ScenePoint,
  tunnelPoints,
  tunnelScene,
} from './testing-scenes.ts';

/** How sure a decision must be to be relied on. */
const sure = 0.9;

interface Tally {
  tried: number;
  right: number;
  /** Wrong, and sure of it: must never happen. */
  surelyWrong: number;
}

const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('at a portal, with a good installation', () => {
  const settings = smoothingSettings.parse({
    ...readPresets.portal.smoothing,
    points: [...portalPoints],
    portals: [{ name: 'door', outside: ['yard'], inside: ['hall'] }],
  });
  const crossingsOf = (scene: Scene) =>
    smoothAll(new Smoother(settings), fieldReads(scene), 60_000).filter((event) => event.kind === 'crossed');

  function judgeScenes(count: number, answerOdds: number) {
    const movers: Tally = { tried: 0, right: 0, surelyWrong: 0 };
    let invented = 0;
    let swapped = 0;
    for (const seed of seeds(count)) {
      const scene = { ...portalScene(seed), answerOdds };
      const crossings = crossingsOf(scene);
      for (const [epc, truth] of scene.truth) {
        const told = crossings.filter((event) => event.epc === epc);
        const through = told.filter(({ direction }) => direction === 'in' || direction === 'out');
        if (truth === 'in' || truth === 'out') {
          movers.tried++;
          if (through.length === 1 && through[0]?.direction === truth) movers.right++;
          swapped += through.filter(({ direction }) => direction !== truth).length;
          if (told.some(({ direction, confidence }) => direction === 'turned-back' && confidence >= sure))
            movers.surelyWrong++;
        } else invented += through.length;
      }
    }
    return { movers, invented, swapped };
  }

  test('at least 99.5 % of the passages are told right, none is invented or told the wrong way round', () => {
    const { movers, invented, swapped } = judgeScenes(80, 0.85);
    expect(movers.tried).toBe(960);
    expect(movers.right / movers.tried).toBeGreaterThanOrEqual(0.995);
    expect({ surelyWrong: movers.surelyWrong, invented, swapped }).toEqual({
      surelyWrong: 0,
      invented: 0,
      swapped: 0,
    });
  });

  test('where two of three reads fail, passages are missed, but still none is invented or turned round', () => {
    const { movers, invented, swapped } = judgeScenes(60, 0.3);
    expect(movers.right / movers.tried).toBeGreaterThan(0.8);
    expect({ surelyWrong: movers.surelyWrong, invented, swapped }).toEqual({
      surelyWrong: 0,
      invented: 0,
      swapped: 0,
    });
  });
});

interface Trial {
  readonly use: ReadUse;
  readonly points: readonly ScenePoint[];
  readonly scene: Scene;
}

const hereOf = (scene: Scene) => [...scene.truth].filter(([, truth]) => truth === 'here').map(([epc]) => epc);

function decide({ use, points, scene }: Trial, expected: ExpectedList): SessionDecision {
  const session = new ReadSession({
    settings: sessionSettings.parse(readPresets[use].session),
    points: smoothingSettings.parse({ points: [...points] }).points,
    zones: [points[0]?.zone ?? ''],
    expected,
    classOf: () => 'goods',
    openedMs: scene.fromMs,
  });
  for (const { reader, read, atMs } of fieldReads(scene)) session.read(reader, read, atMs);
  return session.close();
}

function judgeTags(tally: Tally, { tags }: SessionDecision, { truth }: Scene): void {
  for (const { epc, status, confidence } of tags) {
    const right = (truth.get(epc) === 'here') === (status === 'found' || status === 'extra');
    tally.tried++;
    if (right) tally.right++;
    else if (confidence >= sure) tally.surelyWrong++;
  }
}

const tunnel = (seed: number): Trial => ({
  use: 'pack-tunnel',
  points: tunnelPoints,
  scene: tunnelScene(seed),
});
const desk = (seed: number): Trial => ({ use: 'desk', points: deskPoints, scene: deskScene(seed) });

describe.each([
  ['in a pack tunnel with a leaking neighbour', tunnel, 40],
  ['at a desk beside another', desk, 100],
])('%s', (_, trialOf, count) => {
  test('at least 99.5 % of the tags are told right, and none is wrong for sure', () => {
    for (const expects of [true, false]) {
      const tally: Tally = { tried: 0, right: 0, surelyWrong: 0 };
      for (const seed of seeds(count)) {
        const trial = trialOf(seed);
        judgeTags(tally, decide(trial, expects ? { epcs: hereOf(trial.scene) } : {}), trial.scene);
      }
      expect(tally.right / tally.tried).toBeGreaterThanOrEqual(0.995);
      expect(tally.surelyWrong).toBe(0);
    }
  });

  test('what lies next door never makes a short parcel look complete', () => {
    for (const seed of seeds(count)) {
      const trial = trialOf(seed);
      const here = hereOf(trial.scene);
      const next = [...trial.scene.truth].find(([, truth]) => truth === 'next-door')?.[0] ?? '';
      const byEpc = decide(trial, { epcs: [...here, next] });
      expect(['short', 'doubtful']).toContain(byEpc.verdict);
      const byClass = decide(trial, { classes: [{ class: 'goods', quantity: here.length + 1 }] });
      expect(['short', 'doubtful']).toContain(byClass.verdict);
    }
  });
});
