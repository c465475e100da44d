import { describe, expect, test } from 'vitest';
import { documentOf, observed, problemOf, startRepositories } from '../testing-repository.ts';

const start = startRepositories();

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
