import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultRules } from '../../protocols/wire/work/site-rules.ts';
import { createApp } from '../app.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { get, post } from '../test-goods.ts';
import { publishSites } from '../work-feed/publish-sites.ts';
import { readWorkPage } from '../work-feed/work-page.ts';

let context: CentralContext;
let app: FastifyInstance;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
});

const put = (body: object) => post(app, '/v1/sites/s1/rules', body, 'PUT');

async function document() {
  const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 100 });
  return page.documents.find(({ kind }) => kind === 'site');
}

describe('the rules of a site', () => {
  test('are the defaults until somebody puts some, and are with the stations at once then', async () => {
    await publishSites(context);
    expect((await get(app, '/v1/sites/s1/rules')).body).toMatchObject({ version: 0, rules: defaultRules });
    expect((await document())?.data).toEqual({ name: 'Leipzig', gs1CompanyPrefix: '4012345' });
    const { status, body } = await put({ rules: { pack: { weight: 'require' } }, timeZone: 'Europe/Berlin' });
    expect([status, body.version]).toEqual([200, 1]);
    expect((await document())?.data).toMatchObject({
      timeZone: 'Europe/Berlin',
      rules: { pack: { weight: 'require', tags: 'off' } },
    });
  });

  test('keep who changed them and when, the newest first; the same again is no change', async () => {
    await put({ rules: { language: 'de' }, by: 'Ada' });
    await put({ rules: { language: 'fr' }, by: 'Eve' });
    await put({ rules: { language: 'fr' }, by: 'Bob' });
    const { body } = await get(app, '/v1/sites/s1/rules/history');
    expect(body.items).toMatchObject([
      { version: 2, changedBy: 'Eve', changedAt: '2026-03-02T08:00:00.000Z', rules: { language: 'fr' } },
      { version: 1, changedBy: 'Ada', rules: { language: 'de' } },
    ]);
  });

  test('are refused with every fault at its place, and nothing changes', async () => {
    const carriers = [
      { carrier: 'DHL', name: 'DHL', cutOff: '25:00' },
      { carrier: 'DHL', name: 'again' },
    ];
    const { status, body } = await put({ rules: { language: 'xx', ship: { carriers }, nonsense: 1 } });
    expect(status).toBe(400);
    expect((body.faults as { place: string }[]).map(({ place }) => place)).toEqual([
      'body.rules.language',
      'body.rules.ship.carriers.0.cutOff',
      'body.rules',
    ]);
    expect(await put({ rules: {}, timeZone: 'Mars/Olympus' })).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body.timeZone' }] },
    });
    const twice = carriers.map((carrier) => ({ ...carrier, cutOff: '17:00' }));
    expect(await put({ rules: { ship: { carriers: twice } } })).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body.rules.ship.carriers' }] },
    });
    expect((await get(app, '/v1/sites/s1/rules')).body).toMatchObject({ version: 0 });
    expect(await get(app, '/v1/sites/nowhere/rules')).toMatchObject({ body: { code: 'SITE_UNKNOWN' } });
  });

  test('are not overwritten by somebody who looked before the last change', async () => {
    await put({ rules: {}, version: 0 });
    await put({ rules: { language: 'de' }, version: 1 });
    expect(await put({ rules: { language: 'es' }, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'CONTENT_DIFFERS', place: 'version' },
    });
  });

  test('of the configuration are the first value only', async () => {
    const site = { name: 'Leipzig', gs1CompanyPrefix: '4012345', rules: { ...defaultRules, language: 'de' } };
    const configured = { ...context, config: { ...context.config, sites: { s1: site } } } as CentralContext;
    await publishSites(configured);
    expect((await document())?.data).toMatchObject({ rules: { language: 'de' } });
    await put({ rules: { language: 'fr' } });
    await publishSites(configured);
    expect((await document())?.data).toMatchObject({ rules: { language: 'fr' } });
  });
});
