import { describe, expect, test } from 'vitest';
import { documentOf, observed, problemOf, startRepositories } from '../testing-repository.ts';

const start = startRepositories();

describe('a value that events have', () => {
  test('leads to them, also by master data of the place', async () => {
    const { capture, events, get } = await start();
    const site = 'https://id.gs1.org/414/4012345000115';
    const door = `${site}/254/door-1`;
    const master = {
      type: 'urn:epcglobal:epcis:vtype:ReadPoint',
      vocabularyElementList: [
        { id: site, children: [door], attributes: [{ id: 'cbvmda:city', attribute: 'Hamburg' }] },
      ],
    };
    const document = {
      ...documentOf([
        observed({ readPoint: { id: door } }),
        observed({ readPoint: { id: site }, bizStep: 'shipping' }),
      ]),
      epcisHeader: { epcisMasterData: { vocabularyList: [master] } },
    };
    await capture(document);
    expect(await events(`/events?WD_readPoint=${site}`)).toHaveLength(2);
    expect(await events(`/events?EQ_readPoint=urn:epc:id:sgln:4012345.00011.door-1`)).toHaveLength(1);
    expect(await events('/events?EQ_ATTR_readPoint_cbvmda:city=Hamburg')).toHaveLength(1);
    expect(await events('/events?HASATTR_readPoint=cbvmda:city')).toHaveLength(1);
    expect(await (await get('/readPoints?perPage=1')).json()).toMatchObject({
      type: 'Collection',
      member: [site],
    });
    expect(await (await get('/bizSteps')).json()).toMatchObject({ member: ['shipping'] });
    expect(await (await get('/bizSteps/shipping')).json()).toMatchObject({ member: ['events'] });
    expect(await events('/bizSteps/urn%3Aepcglobal%3Acbv%3Abizstep%3Ashipping/events')).toHaveLength(1);
    expect((await get('/dispositions/active')).status).toBe(404);
    const options = await fetch((await get('/capture')).url, { method: 'OPTIONS' });
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('OPTIONS, GET, POST');
    expect(options.headers.get('gs1-epcis-capture-limit')).toBe('1000');
  });

  test('is told in the form that is asked for, as far as its company prefix is known', async () => {
    const { capture, events, get, post } = await start({ config: { companyPrefixes: ['952012'] } });
    const links = ['https://id.gs1.org/01/04012345111118/21/1', 'https://id.gs1.org/00/095201234567891235'];
    await capture(
      documentOf([observed({ epcList: links, readPoint: { id: 'https://id.gs1.org/414/4012345000115' } })]),
      {
        'GS1-EPC-Format': 'Always_GS1_Digital_Link',
      },
    );
    const urn = { 'GS1-EPC-Format': 'Always_EPC_URN' };
    const [unknown] = await events('/events', urn);
    expect(unknown).toMatchObject({ epcList: [links[0], 'urn:epc:id:sscc:952012.03456789123'] });
    // Of a URN, the prefix of others is learned too.
    await capture(documentOf([observed({ epcList: ['urn:epc:id:giai:4012345.7'] })]), urn);
    const [known, captured] = await events('/events', urn);
    expect(known).toMatchObject({
      epcList: ['urn:epc:id:sgtin:4012345.011111.1', 'urn:epc:id:sscc:952012.03456789123'],
      readPoint: { id: 'urn:epc:id:sgln:4012345.00011.0' },
    });
    expect(captured).toMatchObject({ epcList: ['urn:epc:id:giai:4012345.7'] });
    const answer = await get('/events', urn);
    expect(answer.headers.get('gs1-epc-format')).toBe('Always_EPC_URN');
    expect(await events('/events', { 'GS1-EPC-Format': 'No_Preference' })).toMatchObject([
      { epcList: links },
      { epcList: ['https://id.gs1.org/8004/40123457'] },
    ]);
    const readPoints = await get('/readPoints', urn);
    expect(await readPoints.json()).toMatchObject({ member: ['urn:epc:id:sgln:4012345.00011.0'] });
    const refused = await post('/capture', documentOf([]), { 'GS1-EPC-Format': 'Always_Tag_URI' });
    expect(await problemOf(refused)).toEqual([
      406,
      'epcisException:NotAcceptableException',
      'EPCIS_NOT_ACCEPTABLE',
      'header.gs1-epc-format',
    ]);
  });

  test('is listed, tells what there is of it, and gives its events by any parameter, in every kind', async () => {
    const { capture, events, get } = await start();
    const place = { id: 'https://id.gs1.org/414/4012345000115' };
    const what = { bizStep: 'shipping', disposition: 'in_transit', readPoint: place, bizLocation: place };
    await capture(documentOf([observed({ ...what, eventID: 'urn:x:1' }), observed({ eventID: 'urn:x:2' })]));
    const wanted: Readonly<Record<string, string>> = {
      eventTypes: 'ObjectEvent',
      epcs: 'https://id.gs1.org/01/04012345111118/21/1',
      bizSteps: 'shipping',
      bizLocations: place.id,
      readPoints: place.id,
      dispositions: 'in_transit',
    };
    for (const [kind, value] of Object.entries(wanted)) {
      expect(await (await get(`/${kind}`)).json(), kind).toMatchObject({
        type: 'Collection',
        member: [value],
      });
      const one = `/${kind}/${encodeURIComponent(value)}`;
      expect(await (await get(one)).json(), kind).toMatchObject({ member: ['events'] });
      expect(await events(`${one}/events?EQ_eventID=urn:x:1`), kind).toMatchObject([{ eventID: 'urn:x:1' }]);
      expect(await events(`${one}/events?EQ_action=ADD`), kind).toEqual([]);
      for (const path of [`/${kind}/none-of-them`, `/${kind}/none-of-them/events`])
        expect(await problemOf(await get(path)), path).toEqual([
          404,
          'epcisException:NoSuchResourceException',
          'EPCIS_NO_SUCH_NAME',
          'path.value',
        ]);
      expect(await problemOf(await get(`${one}/events?GE_eventTime=noon`)), kind).toEqual([
        400,
        'epcisException:QueryParameterException',
        'EPCIS_QUERY_INVALID',
        'query.GE_eventTime',
      ]);
      const [status, , , where] = await problemOf(await get(`/${kind}?perPage=none`));
      expect([status, where], kind).toEqual([400, 'query.perPage']);
    }
  });
});
