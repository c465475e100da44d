import { describe, expect, test } from 'vitest';
import { alertsOf, conditionOf } from './site-condition.ts';
import { type GatewayStatus, gatewayStatus, type StationReport } from './status.ts';

const at = '2026-01-05T06:10:00.000Z';
const minutesAgo = (minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString();

const quietFacts: StationReport['facts'] = {
  lastSeq: 9,
  acknowledged: 9,
  unacknowledged: 0,
  oldestUnacknowledgedAt: null,
  connected: true,
  stopped: null,
};

function report(facts: Partial<StationReport['facts']>, version = '0.1.0'): Record<string, unknown> {
  return {
    v: 1,
    service: 'edge',
    version,
    site: 'HAM',
    station: 'S1',
    at,
    startedAt: at,
    facts: { ...quietFacts, ...facts },
    work: { epoch: null, cursor: 0, asOf: null, orders: 0 },
    devices: [],
  };
}

function station(more: Record<string, unknown>): Record<string, unknown> {
  const blank = { station: 'S1', connected: true, upTo: 9, lastReceivedAt: at, report: report({}) };
  return { ...blank, reportedAt: at, clockSkewMs: 0, place: null, ...more };
}

function statusWith(more: Record<string, unknown>): GatewayStatus {
  return gatewayStatus.parse({
    v: 1,
    service: 'gateway',
    version: '0.1.0',
    site: 'HAM',
    at,
    startedAt: at,
    notReady: [],
    log: { cursor: 9, setAside: 0, conflicts: 0, perMinute: [9] },
    archive: { segments: 0, bytes: 0, cursor: 0, lastSegmentAt: null },
    disk: { freeBytes: 50e9, totalBytes: 100e9 },
    stations: [],
    incidents: [],
    subscribers: [],
    consumers: [],
    work: { epoch: 'e', cursor: 1, asOf: minutesAgo(1), documents: 1 },
    refused: {},
    ...more,
  });
}

const conditionWith = (more: Record<string, unknown>) => {
  const [only] = statusWith({ stations: [station(more)] }).stations;
  return only === undefined ? undefined : conditionOf(only, at);
};
const textsWith = (more: Record<string, unknown>) =>
  alertsOf(statusWith(more)).map(({ level, subject, text }) => `${level} ${subject}: ${text}`);

describe('the condition of a station', () => {
  test.each([
    ['online', {}],
    ['online', { report: null }],
    ['online', { report: report({ unacknowledged: 3, oldestUnacknowledgedAt: minutesAgo(0.2) }) }],
    ['lagging', { report: report({ unacknowledged: 3, oldestUnacknowledgedAt: minutesAgo(2) }) }],
    ['offline', { connected: false }],
    ['offline', { connected: false, report: null }],
    ['stopped', { connected: false, report: report({ stopped: 'another chain' }) }],
    ['absent', { connected: false, report: null, lastReceivedAt: null }],
  ])('%s', (condition, more) => {
    expect(conditionWith(more)).toBe(condition);
  });
});

describe('the alerts of a site', () => {
  test('are none where all is well', () => {
    expect(alertsOf(statusWith({ stations: [station({})] }))).toEqual([]);
  });

  test.each([
    ['Not ready: fact log writable', { notReady: ['fact log writable'] }],
    ['The disk is nearly full: 400 MB are free', { disk: { freeBytes: 400e6, totalBytes: 4e9 } }],
    [
      'The work of the site is out of date',
      { work: { epoch: 'e', cursor: 1, asOf: minutesAgo(6), documents: 1 } },
    ],
    ['Its clock is 3 min behind', { stations: [station({ clockSkewMs: -180_000 })] }],
    [
      'It is 40 events behind',
      { consumers: [{ name: 'erp', cursor: 1, lag: 40, oldestUnprocessedAt: minutesAgo(2) }] },
    ],
    [
      '2 events could not be delivered',
      {
        subscribers: [
          {
            name: 'erp',
            kind: 'webhook',
            connected: true,
            cursor: 9,
            lag: 0,
            oldestUnprocessedAt: null,
            deadLetters: 2,
          },
        ],
      },
    ],
  ])('name as a trouble: %s', (text, more) => {
    const texts = textsWith(more);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('trouble');
    expect(texts[0]).toContain(text);
  });

  test('put troubles before notices, and name a stopped station once', () => {
    const incident = {
      code: 'FACT_CONFLICT',
      subject: 'S1',
      detail: 'seq 4',
      firstAt: at,
      lastAt: at,
      count: 1,
    };
    const stations = [
      station({ station: 'S0', connected: false }),
      station({ report: report({ stopped: 'another chain' }) }),
      station({ station: 'S2', report: report({}, '0.0.9') }),
    ];
    expect(textsWith({ stations, incidents: [incident] })).toEqual([
      'trouble S1: FACT_CONFLICT: seq 4',
      'notice S0: Not connected',
      'notice S2: It runs version 0.0.9, the gateway 0.1.0',
    ]);
    expect(textsWith({ stations })[0]).toBe('trouble S1: Its delivery has stopped: another chain');
  });
});
