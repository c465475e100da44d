import { expect, test } from 'vitest';
import { linkTrouble } from './delivery-trouble.ts';

const well = { stopped: null, notAdmitted: false, refused: null };
const troubleOf = (delivery: Partial<Parameters<typeof linkTrouble>[0]>) =>
  linkTrouble({ ...well, ...delivery }, 'STATION_NOT_ADMITTED');

test('what lasts for good is said before what may end by itself, and nothing as long as all is well', () => {
  expect(troubleOf({})).toEqual({});
  expect(troubleOf({ refused: 'IDENTITY_REVOKED' })).toEqual({ refused: { code: 'IDENTITY_REVOKED' } });
  expect(troubleOf({ refused: 'HEAD_KEY_REVOKED', notAdmitted: true })).toEqual({
    refused: { code: 'STATION_NOT_ADMITTED' },
  });
  const stopped = { code: 'STATION_LOG_FORKED', reason: 'under seq 7' } as const;
  expect(troubleOf({ stopped, notAdmitted: true })).toMatchObject({
    stopped: { code: 'STATION_LOG_FORKED', message: expect.stringContaining('two machines') },
  });
});
