import { describe, expect, test } from 'vitest';
import type { ExpectedList } from './expected-list.ts';
import { ReadSession } from './read-session.ts';
import { type SessionInput, sessionSettings, smoothingSettings } from './settings.ts';
import type { FieldRead } from './testing-field.ts';
import { steady, tagRead } from './testing-reads.ts';

const { points } = smoothingSettings.parse({
  points: [
    { reader: 'desk', antenna: 1, zone: 'desk' },
    { reader: 'rack', antenna: 1, zone: 'rack' },
  ],
});

/** The first letter is the class; X is not ours. */
const classOf = (epc: string) => (epc.startsWith('X') ? null : epc.charAt(0));

function sessionOf(expected: ExpectedList, settings: SessionInput = {}): ReadSession {
  return new ReadSession({
    settings: sessionSettings.parse(settings),
    points,
    zones: ['desk'],
    expected,
    classOf,
    openedMs: 0,
  });
}

function decide(expected: ExpectedList, reads: readonly FieldRead[], settings: SessionInput = {}) {
  const session = sessionOf(expected, settings);
  for (const { reader, read, atMs } of reads) session.read(reader, read, atMs);
  return session.close();
}

const onDesk = (...epcs: string[]) =>
  epcs.flatMap((epc) => steady(epc, { reader: 'desk', rssiDbm: -45, toMs: 1000 }));
const onRack = (epc: string, rssiDbm: number, toMs = 1000) => steady(epc, { reader: 'rack', rssiDbm, toMs });

describe('the decision on a session', () => {
  test('all that was expected lies here: complete, with evidence', () => {
    const decision = decide({ epcs: ['A1', 'A2'] }, onDesk('A1', 'A2'));
    expect(decision).toMatchObject({ verdict: 'complete', counts: { found: 2 }, evicted: 0 });
    expect(decision.confidence).toBeGreaterThan(0.95);
    expect(decision.tags[0]).toEqual({
      epc: 'A1',
      class: 'A',
      status: 'found',
      confidence: expect.closeTo(1, 2),
      reasons: ['10 reads at 1 antenna, up to -45.0 dBm', 'read nowhere else'],
      evidence: {
        reads: 10,
        maxRssiDbm: -45,
        meanRssiDbm: -45,
        firstSeenMs: 0,
        lastSeenMs: 900,
        readers: ['desk'],
        antennas: [{ reader: 'desk', antenna: 1, zone: 'desk', reads: 10, maxRssiDbm: -45 }],
      },
      elsewhere: {
        reads: 0,
        maxRssiDbm: null,
        meanRssiDbm: null,
        firstSeenMs: null,
        lastSeenMs: null,
        readers: [],
        antennas: [],
      },
    });
  });

  test('an expected tag that was not read is missing, never quite surely', () => {
    const decision = decide({ epcs: ['A1', 'A2'] }, onDesk('A1'));
    expect(decision.verdict).toBe('short');
    expect(decision.tags[1]).toMatchObject({ epc: 'A2', status: 'missing', confidence: 0.85 });
    expect(decision.reasons).toEqual(['1 missing']);
  });

  test('where nothing was read, missing is only a doubt', () => {
    const decision = decide({ epcs: ['A1'], classes: [{ class: 'B', quantity: 2 }] }, []);
    expect(decision).toMatchObject({ verdict: 'doubtful', confidence: 0, counts: { missing: 3 } });
  });

  test('one tag too many is over; foreign tags change nothing', () => {
    const decision = decide({ epcs: ['A1'] }, onDesk('A1', 'A2', 'X1'));
    expect(decision.verdict).toBe('over');
    expect(decision.tags.map(({ status }) => status)).toEqual(['found', 'extra', 'foreign']);
    expect(decide({ epcs: ['A1'] }, onDesk('A1', 'X1')).verdict).toBe('complete');
  });

  test('what is heard better elsewhere is a stray here, or missing where it was expected', () => {
    const weak = steady('A2', { reader: 'desk', rssiDbm: -58, toMs: 1000 });
    const reads = [...onDesk('A1'), ...weak, ...onRack('A2', -42)];
    const stray = decide({ epcs: ['A1'] }, reads).tags[1];
    expect(stray).toMatchObject({ status: 'stray', elsewhere: { readers: ['rack'] } });
    expect(stray?.confidence).toBeGreaterThan(0.99);
    expect(stray?.reasons).toContain('seen better by rack, by 16.0 dB');
    expect(decide({ epcs: ['A1', 'A2'] }, reads)).toMatchObject({
      verdict: 'short',
      tags: [{ status: 'found' }, { status: 'missing' }],
    });
  });

  test('what was heard elsewhere after it fell silent here has left, where that is set', () => {
    const reads = [...onDesk('A1'), ...onRack('A1', -60, 4000)];
    expect(decide({ epcs: ['A1'] }, reads).verdict).toBe('complete');
    const left = decide({ epcs: ['A1'] }, reads, { goneElsewhereMs: 1500 });
    expect(left.tags[0]).toMatchObject({ status: 'missing' });
    expect(left.tags[0]?.reasons).toContain('seen by rack after it fell silent here');
  });

  test('a weak read leaves a doubt, and the verdict says so', () => {
    const decision = decide({ epcs: ['A1'] }, [
      ...onDesk('A1'),
      ...steady('A2', { reader: 'desk', rssiDbm: -61, toMs: 200 }),
    ]);
    expect(decision.tags[1]?.status).toBe('stray');
    expect(decision).toMatchObject({ verdict: 'doubtful', reasons: ['1 uncertain'] });
  });

  test('without another reader as witness, a stray is never quite sure', () => {
    const veryWeak = steady('A2', { reader: 'desk', rssiDbm: -71, toMs: 200 });
    const decision = decide({ epcs: ['A1'] }, [...onDesk('A1'), ...veryWeak]);
    expect(decision.tags[1]).toMatchObject({ status: 'stray', confidence: 0.85 });
    expect(decision.verdict).toBe('complete');
  });

  test('quantities of a class take any of its tags, the surest first', () => {
    const expected = { classes: [{ class: 'A', quantity: 2 }] };
    const third = steady('A0', { reader: 'desk', rssiDbm: -52, toMs: 1000 });
    const decision = decide(expected, [...onDesk('A1', 'A2'), ...third]);
    expect(decision.tags.map(({ epc, status }) => `${epc} ${status}`)).toEqual([
      'A0 extra',
      'A1 found',
      'A2 found',
    ]);
    expect(decision.lines).toEqual([{ class: 'A', expected: 2, found: 2, missing: 0, confidence: 1 }]);
    const short = decide({ classes: [{ class: 'A', quantity: 3 }] }, onDesk('A1', 'A2'));
    expect(short).toMatchObject({ verdict: 'short', counts: { found: 2, missing: 1 } });
    expect(short.lines[0]).toMatchObject({ missing: 1, confidence: 0.85 });
  });

  test('single tags do not count towards the quantity of their class', () => {
    const expected = { epcs: ['A1'], classes: [{ class: 'A', quantity: 1 }] };
    expect(decide(expected, onDesk('A1')).verdict).toBe('short');
    expect(decide(expected, onDesk('A1', 'A2')).verdict).toBe('complete');
  });

  test('tags that were forgotten for want of room make it doubtful, and expected ones are kept', () => {
    const many = Array.from({ length: 40 }, (_, at) => `B${at}`);
    const decision = decide({ epcs: ['A1'] }, [...onDesk('A1'), ...onDesk(...many)], { maxTags: 16 });
    expect(decision.verdict).toBe('doubtful');
    expect(decision.evicted).toBeGreaterThanOrEqual(25);
    expect(decision.tags[0]).toMatchObject({ epc: 'A1', status: 'found' });
  });
});

describe('while a session is open', () => {
  test('it tells how far it is, and that nothing new has come', () => {
    const session = sessionOf({ epcs: ['A1'], classes: [{ class: 'B', quantity: 1 }] });
    session.read('desk', tagRead('A1', 1, -45), -5);
    expect(session.progress(100)).toMatchObject({ seen: 0, expected: 2, expectedSeen: 0, settled: false });
    session.read('desk', tagRead('A1', 1, -45), 200);
    session.read('desk', tagRead('B1', 1, -45), 300);
    session.read('desk', tagRead('B2', 1, -45), 400);
    session.read('desk', tagRead('B3', 1, -90), 450);
    session.read('rack', tagRead('C1', 1, -45), 500);
    expect(session.progress(1800)).toMatchObject({
      seen: 3,
      expectedSeen: 2,
      lastNewMs: 400,
      settled: false,
    });
    expect(session.progress(1900).settled).toBe(true);
  });
});
