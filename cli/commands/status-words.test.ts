import { expect, test } from 'vitest';
import { cloudSyncStatus } from '../../protocols/wire/status.ts';
import type { Hop, StatusReport } from './status-report.ts';
import { troublesOf } from './status-troubles.ts';
import { render } from './status-words.ts';

const at = '2026-01-05T06:00:00.000Z';
const away: Hop<never> = {
  url: 'http://127.0.0.1:9',
  status: null,
  error: 'connect ECONNREFUSED',
  notReady: [],
};

function reportWith(cloudSync: StatusReport['cloudSync']): StatusReport {
  const report = { v: 1, edges: [], gateway: away, cloudSync, central: away } as const;
  return { ...report, troubles: troublesOf(report) };
}

test('what was not reached is not called well', () => {
  const text = render(reportWith(away));
  expect(text).toContain('central  http://127.0.0.1:9  NOT REACHED: connect ECONNREFUSED');
  expect(text).toContain('! 3 of the services did not answer');
  expect(text).not.toContain('All is well');
});

test('what a service says of itself comes with what a person has to do about it', () => {
  const side = { cursor: 4, lastSuccessAt: at, lastError: null, failures: 0 };
  const status = cloudSyncStatus.parse({
    v: 1,
    service: 'cloud-sync',
    version: '0.1.0',
    site: 'HAM',
    at,
    startedAt: at,
    up: { ...side, lastError: 'PEER_UNREACHABLE: central', failures: 3, caughtUp: false, sent: 9 },
    down: { ...side, documents: 2 },
  });
  const text = render(reportWith({ url: 'http://sync', status, error: null, notReady: ['facts go up'] }));
  expect(text).toContain('cloud-sync  http://sync  version 0.1.0  NOT READY: facts go up');
  expect(text).toContain('! cloud-sync: not ready: facts go up');
  expect(text).toContain('! cloud-sync, up: PEER_UNREACHABLE: central');
});
