import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { headMessage } from '../../protocols/wire/signed-head.ts';
import { migrations } from '../database.ts';
import type { StationKey } from '../identity/enrolment/station-keys.ts';
import { chainOf, testSite } from '../testing-gateway.ts';
import { CloneWatch } from './clone-watch.ts';
import { headFault } from './head-check.ts';
import { openIncidents } from './incident-store.ts';
import { createSignedHeads } from './signed-heads.ts';
import { createStationEvidence } from './station-evidence.ts';
import { UnsignedWatch } from './unsigned-watch.ts';

const log = createLog('test', 'silent');
const station = 'pack-1';

describe('the incidents', () => {
  test('are counted while they last, begin anew after their end, and are found again after a restart', () => {
    const db = openSqlite(':memory:', migrations);
    const clock = new ManualClock();
    const incidents = openIncidents(db, { clock, log });
    incidents.report('CLOCK_SKEW', station, 'one');
    clock.advance(500);
    incidents.report('CLOCK_SKEW', station, 'two');
    incidents.report('FACT_CONFLICT', station, 'other');
    expect(incidents.open()).toMatchObject([
      { code: 'FACT_CONFLICT', count: 1 },
      {
        code: 'CLOCK_SKEW',
        count: 2,
        detail: 'two',
        firstAt: '2026-01-05T06:00:00.000Z',
        lastAt: '2026-01-05T06:00:00.500Z',
      },
    ]);
    expect([incidents.end('CLOCK_SKEW', station), incidents.end('CLOCK_SKEW', station)]).toEqual([
      true,
      false,
    ]);
    incidents.report('CLOCK_SKEW', station, 'again');
    clock.advance(2_000);
    const later = openIncidents(db, { clock, log });
    expect(later.open().map(({ code, count, detail }) => [code, count, detail])).toEqual([
      ['CLOCK_SKEW', 1, 'again'],
      ['FACT_CONFLICT', 1, 'other'],
    ]);
    expect(later.ended(10)).toMatchObject([{ code: 'CLOCK_SKEW', count: 2 }]);
  });

  test('cost one commit a second, however many are reported', () => {
    const db = openSqlite(':memory:', migrations);
    const clock = new ManualClock();
    const incidents = openIncidents(db, { clock, log });
    const changes = () => db.prepare('SELECT total_changes()').pluck().get() as number;
    const before = changes();
    for (let n = 0; n < 10_000; n += 1) incidents.report('FACT_CONFLICT', station, `fact ${n}`);
    expect(changes()).toBe(before);
    clock.advance(1_000);
    expect(changes() - before).toBe(1);
    expect(incidents.open()).toMatchObject([{ count: 10_000 }]);
  });

  test('stay bounded when every name has a trouble, and when one comes and goes for ever', () => {
    const db = openSqlite(':memory:', migrations);
    const clock = new ManualClock();
    const incidents = openIncidents(db, { clock, log });
    for (let n = 0; n < 3_000; n += 1) incidents.report('FACT_CONFLICT', `s${n}`, 'x');
    expect(incidents.open()).toHaveLength(2_000);
    for (let n = 0; n < 2_000; n += 1) incidents.end('FACT_CONFLICT', `s${n}`);
    for (let n = 0; n < 8_000; n += 1) {
      incidents.report('CLOCK_SKEW', station, 'x');
      incidents.end('CLOCK_SKEW', station);
      if (n % 500 === 0) clock.advance(1_000);
    }
    clock.advance(1_000);
    expect(db.prepare('SELECT count(*) FROM incidents').pluck().get()).toBeLessThanOrEqual(7_001);
  });
});

test('a key that has ended lets nothing in', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const facts = chainOf(station, 3);
  const last = facts[2];
  if (last === undefined) throw new Error('no fact');
  const { seq, hash } = last;
  const message = Buffer.from(headMessage({ site: testSite, station }, { seq, hash }));
  const key = 'a'.repeat(16);
  const head = { seq, hash, key, signature: sign(null, message, privateKey).toString('base64url') };
  const faultWith = (state: StationKey['state']) =>
    headFault(
      { site: testSite, station, facts, head },
      { find: () => ({ station, keyId: key, publicKey, state }), mustSign: () => true },
    )?.code;
  expect(faultWith('valid')).toBeUndefined();
  for (const state of ['replaced', 'revoked', 'expired'] as const)
    expect(faultWith(state)).toBe('HEAD_KEY_REVOKED');
});

test('behind a key that was taken away nothing unsigned is believed, until a good signature comes', () => {
  const clock = new ManualClock();
  const incidents = openIncidents(openSqlite(':memory:', migrations), { clock, log });
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const [old, good] = ['a'.repeat(16), 'b'.repeat(16)];
  const stateOf = (key: string) => (key === good ? 'valid' : 'replaced');
  const evidence = createStationEvidence({
    site: testSite,
    keys: {
      find: (_station, keyId) => ({ station, keyId, publicKey, state: stateOf(keyId) }),
      mustSign: () => true,
    },
    incidents,
    clock,
    upToOf: () => 0,
    signedUpTo: () => 0,
  });
  const facts = chainOf(station, 3);
  const { seq = 0, hash = '' } = facts[2] ?? {};
  const signature = sign(
    null,
    Buffer.from(headMessage({ site: testSite, station }, { seq, hash })),
    privateKey,
  );
  const batch = { kind: 'batch', station, topic: 't', facts, payload: Buffer.from('') } as const;
  const signedBy = (key: string) =>
    evidence.check({ ...batch, head: { seq, hash, key, signature: signature.toString('base64url') } })?.code;
  const unsigned = () => evidence.check(batch)?.code;
  expect(unsigned()).toBeUndefined();
  expect([signedBy(old), unsigned()]).toEqual(['HEAD_KEY_REVOKED', 'HEAD_KEY_REVOKED']);
  expect([signedBy(good), unsigned()]).toEqual([undefined, undefined]);
  evidence.close();
});

test('a minute without a signature is named, and the next one ends it', () => {
  const clock = new ManualClock();
  const incidents = openIncidents(openSqlite(':memory:', migrations), { clock, log });
  const watch = new UnsignedWatch({ incidents, clock, signedUpTo: () => 10 });
  watch.received(station, 12, null);
  clock.advance(55_000);
  expect(incidents.open()).toEqual([]);
  clock.advance(20_000);
  expect(incidents.open()).toMatchObject([{ code: 'HEAD_MISSING', subject: station }]);
  watch.received(station, 14, 14);
  clock.advance(120_000);
  expect(incidents.open()).toEqual([]);
  watch.close();
});

describe('two machines with one identity', () => {
  test('are told from one that restarts: it never goes back to a boot that it has left', () => {
    const watch = new CloneWatch(new ManualClock());
    const boots = ['06:00', '06:00', '07:00', '08:00'];
    expect(boots.map((boot) => watch.boot(station, boot))).toEqual([null, null, null, null]);
    expect(watch.boot(station, '07:00')).toMatch(/08:00 and at 07:00/);
  });

  test('are told from a network that breaks: they take over again and again', () => {
    const clock = new ManualClock();
    const watch = new CloneWatch(clock);
    for (let n = 0; n < 20; n += 1) {
      expect(watch.tookOver(station)).toBeNull();
      clock.advance(22_500);
    }
    clock.advance(60_000);
    const found = Array.from({ length: 5 }, () => {
      clock.advance(1_000);
      return watch.tookOver(station);
    });
    expect(found.map((one) => one !== null)).toEqual([false, false, false, false, true]);
  });
});

test('of the signed heads stay the newest, one of a thousand facts and one of each day', () => {
  const db = openSqlite(':memory:', migrations);
  const insert = db.prepare(
    `INSERT INTO runs (first_cursor, last_cursor, site, station, first_seq, kind, received_at, hashes, body)
     VALUES (?, ?, ?, ?, ?, 'fact', '', ?, '[]')`,
  );
  const hash = 'a'.repeat(64);
  for (let seq = 1; seq <= 2_500; seq += 50)
    insert.run(seq, seq + 49, testSite, station, seq, hash.repeat(50));
  const heads = createSignedHeads(db, testSite);
  const keep = (seq: number, day: string) =>
    heads.keep(station, { seq, hash, key: 'k', signature: 's' }, `2026-01-0${day}T06:00:00.000Z`);
  for (let seq = 10; seq <= 1_200; seq += 10) keep(seq, '5');
  keep(1_250, '6');
  for (let seq = 1_300; seq <= 2_500; seq += 10) keep(seq, '6');
  keep(1_999, '6');
  expect(heads.within(0, 10_000).map(({ seq }) => seq)).toEqual([1_000, 1_200, 2_000, 2_500]);
  expect(heads.signedUpTo(station)).toBe(2_500);
});
