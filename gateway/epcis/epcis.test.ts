import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../protocols/epcis/json.ts';
import { dayOf, products } from '../../protocols/epcis/testing-day.ts';
import {
  documentOf,
  eventsIn,
  observed,
  startTestRepository,
  type TestRepository,
} from './testing-repository.ts';

const running: TestRepository[] = [];
afterEach(async () => {
  for (const repository of running.splice(0)) await repository.stop();
});

async function start(settings: Parameters<typeof startTestRepository>[0] = {}) {
  const repository = await startTestRepository(settings);
  running.push(repository);
  return repository;
}

/** A thread is begun from its sources, which takes a while on a busy machine. */
const patience = { timeout: 30_000, interval: 100 };

const problemOf = async (response: Response) => {
  const { status, type, code, place, remedy } = (await response.json()) as Record<string, unknown>;
  expect(remedy).not.toBe('');
  return [status, type, code, place];
};

describe('the facts of the site', () => {
  const day = dayOf([
    { do: 'pick', packaging: 0, mark: 'serial', split: false },
    { do: 'pick', packaging: 1, mark: 'lot', split: false },
    { do: 'seal' },
    { do: 'dispatch' },
  ]);

  test('are told as events, and a parcel is found by either form of its number', async () => {
    const { events, url } = await start({ facts: day.facts, products, config: { siteGln: '4012345000115' } });
    await vi.waitFor(async () => expect(await events('/events')).toHaveLength(4), patience);
    const all = await events('/events');
    expect(all.map(({ type, bizStep }) => [type, bizStep])).toEqual([
      ['ObjectEvent', 'commissioning'],
      ['AggregationEvent', 'packing'],
      ['ObjectEvent', 'shipping'],
      ['TransactionEvent', 'shipping'],
    ]);
    const sscc = day.parcels[0]?.sscc ?? '';
    const link = `https://id.gs1.org/00/${sscc}`;
    const urn = `urn:epc:id:sscc:4012345.${sscc[0]}${sscc.slice(8, 17)}`;
    for (const epc of [link, urn]) {
      expect(await events(`/events?MATCH_anyEPC=${encodeURIComponent(epc)}`)).toEqual(all);
      expect(await events(`/epcs/${encodeURIComponent(epc)}/events`)).toEqual(all);
    }
    expect(url).toContain('/epcis');
  });

  test('are told once, over restarts and after the database was lost', async () => {
    const first = await start({ facts: day.facts.slice(0, 3), products });
    await vi.waitFor(async () => expect((await first.get('/events')).status).toBe(200), patience);
    running.splice(0);
    await first.stop();
    const second = await start({ facts: day.facts, products, dataDir: first.dataDir });
    await vi.waitFor(async () => expect(await second.events('/events')).toHaveLength(4), patience);
    const ids = (await second.events('/events')).map(({ eventID }) => eventID);
    const anew = await start({ facts: day.facts, products });
    await vi.waitFor(async () => expect(await anew.events('/events')).toHaveLength(4), patience);
    expect((await anew.events('/events')).map(({ eventID }) => eventID)).toEqual(ids);
  });
});

describe('a capture', () => {
  test('is a job that ends, and its events are found as they were captured', async () => {
    const { capture, events, get } = await start();
    const event = observed({
      'example:note': 'fragile',
      eventID: 'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8',
    });
    const job = await capture(documentOf([event], { example: 'http://ns.example.com/epcis/' }));
    expect(job).toMatchObject({
      running: false,
      success: true,
      errors: [],
      captureErrorBehaviour: 'rollback',
    });
    const never = { 'GS1-EPC-Format': 'Never_Translates' };
    const [found] = await events('/events?EQ_example:note=fragile', never);
    expect(found).toEqual({ ...event, recordTime: expect.stringMatching(/^20.*Z$/) });
    const document = (await (await get('/events', never)).json()) as Record<string, unknown>;
    expect(document['@context']).toContainEqual({ example: 'http://ns.example.com/epcis/' });
    const one = await events(`/events/${encodeURIComponent(String(event.eventID))}`);
    expect(one.map(({ epcList }) => epcList)).toEqual([['https://id.gs1.org/01/04012345111118/21/1']]);
  });

  test('of the same events again changes nothing; another event under a known eventID is refused with all beside it', async () => {
    const { capture, events } = await start();
    await capture(documentOf([observed({ eventID: 'urn:uuid:1' })]));
    expect(await capture(documentOf([observed({ eventID: 'urn:uuid:1' })]))).toMatchObject({ success: true });
    const other = [observed({ eventID: 'urn:uuid:2' }), observed({ eventID: 'urn:uuid:1', action: 'ADD' })];
    const job = await capture(documentOf(other));
    expect(job).toMatchObject({
      success: false,
      errors: [{ type: 'epcisException:ResourceAlreadyExistsException' }],
    });
    expect(await events('/events')).toHaveLength(1);
    await capture(documentOf(other), { 'GS1-Capture-Error-Behaviour': 'proceed' });
    expect((await events('/events')).map(({ eventID, action }) => [eventID, action])).toEqual([
      ['urn:uuid:1', 'OBSERVE'],
      ['urn:uuid:2', 'OBSERVE'],
    ]);
  });

  test('that proceeds takes the valid events and names the others', async () => {
    const { capture, events } = await start();
    const job = await capture(
      documentOf([observed(), observed({ bizStep: 'shiping' }), observed({ action: 'ADD' })]),
      {
        'GS1-Capture-Error-Behaviour': 'proceed',
      },
    );
    expect(job).toMatchObject({ success: false, errors: [{ place: '$.epcisBody.eventList[1].bizStep' }] });
    expect(await events('/events')).toHaveLength(2);
  });

  test('of a single event answers with its address', async () => {
    const { post, get } = await start();
    const response = await post(
      '/events',
      { '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'], ...observed() },
      { 'content-type': 'application/ld+json' },
    );
    expect(response.status).toBe(201);
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/\/epcis\/events\/ni%3A%2F%2F%2Fsha-256%3B/);
    expect((await get(location)).status).toBe(200);
  });

  test('that was cut off by a stop goes on after it', async () => {
    const first = await start({ config: { captureLimit: 2_000 } });
    const many = Array.from({ length: 1_500 }, (_, index) => observed({ eventID: `urn:uuid:${index}` }));
    expect((await first.post('/capture', documentOf(many))).status).toBe(202);
    running.splice(0);
    await first.stop();
    const second = await start({ dataDir: first.dataDir });
    await vi.waitFor(async () => expect(await second.events('/events?perPage=1000')).toHaveLength(1_500), {
      timeout: 20_000,
    });
  });

  test('tells what is wrong, where, and what to do', async () => {
    const { post, events } = await start({ config: { captureLimit: 2, captureFileSizeLimit: 4_096 } });
    expect(await problemOf(await post('/capture', '{"type":'))).toEqual([
      400,
      'epcisException:ValidationException',
      'EPCIS_DOCUMENT_INVALID',
      '$ (line 1, column 9, character 8)',
    ]);
    expect(await problemOf(await post('/capture', documentOf([observed({ action: 'KEEP' })])))).toEqual([
      400,
      'epcisException:ValidationException',
      'EPCIS_DOCUMENT_INVALID',
      '$.epcisBody.eventList[0].action',
    ]);
    expect(await problemOf(await post('/capture', { '@context': [], ...observed() }))).toEqual([
      400,
      'epcisException:ValidationException',
      'EPCIS_DOCUMENT_INVALID',
      '$.type',
    ]);
    const many = await post('/capture', documentOf([observed(), observed(), observed()]));
    expect(many.headers.get('gs1-epcis-capture-limit')).toBe('2');
    expect(await problemOf(many)).toEqual([
      413,
      'epcisException:CaptureLimitExceededException',
      'EPCIS_CAPTURE_TOO_LARGE',
      '$.epcisBody.eventList',
    ]);
    expect(await problemOf(await post('/capture', 'x'.repeat(5_000)))).toEqual([
      413,
      'epcisException:CaptureLimitExceededException',
      'BODY_TOO_LARGE',
      'body',
    ]);
    const unknown = [415, 'epcisException:UnsupportedMediaTypeException', 'MEDIA_TYPE_UNKNOWN', 'body'];
    expect(await problemOf(await post('/capture', 'a,b', { 'content-type': 'text/csv' }))).toEqual(unknown);
    expect(await problemOf(await post('/queries', '<a/>', { 'content-type': 'application/xml' }))).toEqual(
      unknown,
    );
    expect(await problemOf(await post('/capture', documentOf([]), { 'GS1-EPCIS-Version': '1.2' }))).toEqual([
      406,
      'epcisException:NotAcceptableException',
      'EPCIS_NOT_ACCEPTABLE',
      'header.gs1-epcis-version',
    ]);
    expect(await events('/events')).toEqual([]);
  });
});

describe('XML', () => {
  const asXml = { 'content-type': 'application/xml' };
  const wanting = { accept: 'application/xml' };
  const xmlOf = (events: string, version = '2') =>
    `<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:${version}" xmlns:ex="http://ns.example.com/" schemaVersion="${version}.0" creationDate="2026-03-01T00:00:00Z"><EPCISBody><EventList>${events}</EventList></EPCISBody></e:EPCISDocument>`;
  const eventOf = (id: string, more = '') =>
    `<ObjectEvent><eventTime>2026-03-01T08:00:00.000Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><eventID>${id}</eventID><epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>OBSERVE</action>${more}</ObjectEvent>`;

  test('is captured like JSON: the same event is the same, whichever it came in', async () => {
    const { capture, events, post } = await start();
    const step = '<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><ex:weight>7</ex:weight>';
    expect(await capture(xmlOf(eventOf('urn:uuid:1', step)), asXml)).toMatchObject({ success: true });
    const again = { ...observed({ eventID: 'urn:uuid:1', bizStep: 'shipping' }), 'own:weight': 7 };
    const job = await capture(documentOf([again], { own: 'http://ns.example.com/' }));
    expect(job).toMatchObject({ success: true });
    expect(await events('/events?GE_ex:weight=5&EQ_bizStep=shipping')).toHaveLength(1);
    const single = await post('/events', eventOf('urn:uuid:2'), asXml);
    expect([single.status, single.headers.get('location')]).toEqual([
      201,
      expect.stringContaining('urn%3Auuid%3A2'),
    ]);
    expect(await events('/events')).toHaveLength(2);
  });

  test('is answered to who asks for it, with terms as URNs or Web URIs, page by page', async () => {
    const { capture, get } = await start();
    await capture(documentOf([1, 2].map((n) => observed({ eventID: `urn:uuid:${n}`, bizStep: 'shipping' }))));
    const response = await get('/events?perPage=1', { ...wanting, 'GS1-CBV-XML-Format': 'Always_URN' });
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(response.headers.get('gs1-cbv-xml-format')).toBe('Always_URN');
    const xml = await response.text();
    expect(xml).toContain('<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>');
    expect(xml).toContain('<epc>https://id.gs1.org/01/04012345111118/21/1</epc>');
    const link = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    const next = await (await get(link, { accept: 'application/json;q=0.5, text/xml' })).text();
    expect(next).toContain('<eventID>urn:uuid:2</eventID>');
    expect(next).toContain('https://ref.gs1.org/cbv/BizStep-shipping');
    const other = await get('/events', { accept: 'application/ld+json' });
    expect(other.headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
    expect(await problemOf(await get('/bizSteps', wanting))).toEqual([
      406,
      'epcisException:NotAcceptableException',
      'EPCIS_NOT_ACCEPTABLE',
      'header.accept',
    ]);
  });

  test('that is wrong is refused with its place in the XML, and nothing is stored', async () => {
    const { capture, events, post } = await start({ config: { captureLimit: 3 } });
    const refused = async (xml: string) => problemOf(await post('/capture', xml, asXml));
    const invalid = (place: string) => [
      400,
      'epcisException:ValidationException',
      'EPCIS_DOCUMENT_INVALID',
      place,
    ];
    expect(await refused('<a><b></a>')).toEqual(invalid('/ (line 1, column 7)'));
    expect(await refused('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toEqual(invalid('/'));
    const wrong = eventOf('urn:uuid:1', '<bizStep>urn:epcglobal:cbv:bizstep:shiping</bizStep>');
    const { post: large } = await start({ config: { captureFileSizeLimit: 20_000_000 } });
    expect(await problemOf(await large('/capture', `<a>${'x'.repeat(17_000_000)}</a>`, asXml))).toEqual([
      413,
      'epcisException:CaptureLimitExceededException',
      'EPCIS_CAPTURE_TOO_LARGE',
      'body',
    ]);
    const place = '/EPCISDocument/EPCISBody/EventList/*[2]/bizStep';
    expect(await refused(xmlOf(eventOf('urn:uuid:2') + wrong))).toEqual(invalid(place));
    expect(await refused(xmlOf([1, 2, 3, 4].map((n) => eventOf(`urn:uuid:${n}`)).join('')))).toEqual([
      413,
      'epcisException:CaptureLimitExceededException',
      'EPCIS_CAPTURE_TOO_LARGE',
      '/EPCISDocument/EPCISBody/EventList',
    ]);
    expect(await events('/events')).toEqual([]);
    const job = await capture(xmlOf(eventOf('urn:uuid:2') + wrong), {
      ...asXml,
      'GS1-Capture-Error-Behaviour': 'proceed',
    });
    expect(job).toMatchObject({ success: false, errors: [{ place }] });
    expect(await events('/events')).toHaveLength(1);
  });
});

describe('a query', () => {
  test('is refused with each parameter that is wrong', async () => {
    const { get } = await start();
    const refused = async (query: string) => problemOf(await get(`/events?${query}`));
    const invalid = (place: string) => [
      400,
      'epcisException:QueryParameterException',
      'EPCIS_QUERY_INVALID',
      place,
    ];
    expect(await refused('EQ_bizStepp=shipping')).toEqual(invalid('query.EQ_bizStepp'));
    expect(await refused('GE_eventTime=yesterday')).toEqual(invalid('query.GE_eventTime'));
    expect(await refused('EQ_action=KEEP')).toEqual(invalid('query.EQ_action'));
    expect(await refused('MATCH_epc=urn:epc:idpat:sgtin:4012345.*.5')).toEqual(invalid('query.MATCH_epc'));
    expect(await refused('GE_value_CEL=warm')).toEqual(invalid('query.GE_value_CEL'));
    expect(await refused('EQ_unseen:field=1')).toEqual(invalid('query.EQ_unseen:field'));
    expect(await refused('orderBy=eventTime&eventCountLimit=1&maxEventCount=1')).toEqual(
      invalid('query.eventCountLimit'),
    );
    expect(await refused('eventCountLimit=1')).toEqual(invalid('query.eventCountLimit'));
    expect(await refused('nextPageToken=abc')).toEqual(invalid('query.nextPageToken'));
    expect(await refused(`EQ_eventID=${'x'.repeat(9_000)}`)).toEqual([
      414,
      'epcisException:URITooLongException',
      'EPCIS_ADDRESS_TOO_LONG',
      undefined,
    ]);
    expect(await problemOf(await get('/events', { 'GS1-EPC-Format': 'Always_Tag_URI' }))).toEqual([
      406,
      'epcisException:NotAcceptableException',
      'EPCIS_NOT_ACCEPTABLE',
      'header.gs1-epc-format',
    ]);
    expect(await problemOf(await get('/events/urn:uuid:none'))).toEqual([
      404,
      'epcisException:NoSuchResourceException',
      'EPCIS_NO_SUCH_NAME',
      'path.eventID',
    ]);
  });

  test('gives identifiers in the form that is asked for, as far as their company prefixes are known', async () => {
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

  test('gives out pages that no later capture disturbs', async () => {
    const { capture, get, events } = await start();
    const at = (index: number) =>
      observed({ eventID: `urn:uuid:${index}`, eventTime: `2026-03-01T08:00:0${index}.000Z` });
    await capture(documentOf([at(1), at(3), at(5)]));
    const first = await get('/events?orderBy=eventTime&orderDirection=ASC&perPage=2');
    await capture(documentOf([at(4), at(6)]));
    const link = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await events(link)).map(({ eventID }) => eventID)).toEqual(['urn:uuid:5']);
    expect(
      (await events('/events?orderBy=eventTime&eventCountLimit=3&perPage=2')).map(({ eventID }) => eventID),
    ).toEqual([6, 5, 4].map((n) => `urn:uuid:${n}`));
    expect(await problemOf(await get('/events?maxEventCount=4'))).toEqual([
      413,
      'epcisException:QueryTooLargeException',
      'EPCIS_QUERY_TOO_LARGE',
      'query.maxEventCount',
    ]);
    expect(await problemOf(await get(`${link}&EQ_action=ADD`))).toEqual([
      400,
      'epcisException:QueryParameterException',
      'EPCIS_QUERY_INVALID',
      'query.nextPageToken',
    ]);
  });

  test('is answered in pages of at most so many, whatever is asked for; tokens may be released', async () => {
    const { capture, get, url } = await start({ config: { captureLimit: 2_000 } });
    const many = Array.from({ length: 1_001 }, (_, index) => observed({ eventID: `urn:uuid:${index}` }));
    const { captureID } = (await capture(documentOf(many))) as { captureID: string };
    const response = await get('/events?perPage=5000');
    expect(eventsIn((await response.json()) as JsonObject)).toHaveLength(1_000);
    const token = new URL(/<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? '').searchParams.get(
      'nextPageToken',
    );
    const released = await fetch(`${url}/nextPageToken/${token}`, { method: 'DELETE' });
    expect(released.status).toBe(204);
    const job = await get(`/capture/${captureID}`);
    expect(job.headers.get('gs1-epcis-version')).toBe('2.0');
    expect(job.headers.get('gs1-capture-error-behaviour')).toBe('rollback');
    expect(await problemOf(await get('/events?perPage=0'))).toEqual([
      400,
      'epcisException:ValidationException',
      'REQUEST_INVALID',
      'query.perPage',
    ]);
  });

  test('finds places by master data, and values that events have', async () => {
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
});
