import { describe, expect, test, vi } from 'vitest';
import { documentOf, observed, problemOf, startRepositories } from '../testing-repository.ts';

const start = startRepositories();
/** A thread is begun from its sources, which takes a while on a busy machine. */
const patience = { timeout: 30_000, interval: 100 };

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
    await first.stop();
    const second = await start({ dataDir: first.dataDir });
    await vi.waitFor(
      async () => expect(await second.events('/events?perPage=1000')).toHaveLength(1_500),
      patience,
    );
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

  test('that is not told how to go on at an error, or is no UTF-8, is refused', async () => {
    const { post, url, events } = await start();
    const stop = await post('/capture', documentOf([]), { 'GS1-Capture-Error-Behaviour': 'stop' });
    expect(await problemOf(stop)).toEqual([
      406,
      'epcisException:NotAcceptableException',
      'EPCIS_NOT_ACCEPTABLE',
      'header.gs1-capture-error-behaviour',
    ]);
    // In Latin-1, what stands for a letter is no letter of UTF-8.
    const body = Buffer.from(JSON.stringify(documentOf([observed({ 'ex:note': 'M\u00fcller' })])), 'latin1');
    for (const path of ['/capture', '/events']) {
      const headers = { 'content-type': 'application/json' };
      const refused = await fetch(url + path, { method: 'POST', headers, body });
      expect(await problemOf(refused)).toEqual([
        400,
        'epcisException:ValidationException',
        'EPCIS_DOCUMENT_INVALID',
        'body',
      ]);
    }
    expect(await events('/events')).toEqual([]);
  });

  test('of what was captured before adds nothing: two events are the same if they say the same', async () => {
    const { capture, events, post } = await start();
    const twice = { bizStep: 'shipping', readPoint: { id: 'urn:epc:id:sgln:4012345.00011.0' } };
    const reordered = Object.fromEntries(Object.entries(observed(twice)).reverse());
    const job = await capture(documentOf([observed(twice), reordered]));
    expect(job).toMatchObject({ success: true, errors: [] });
    const [stored, ...others] = await events('/events');
    expect([String(stored?.eventID).startsWith('ni:///sha-256;'), others]).toEqual([true, []]);
    const context = documentOf([])['@context'];
    expect((await post('/events', { '@context': context, ...observed(twice) })).status).toBe(201);
    const own = { '@context': context, ...observed({ ...twice, eventID: stored?.eventID, action: 'ADD' }) };
    expect(await problemOf(await post('/events', own))).toEqual([
      409,
      'epcisException:ResourceAlreadyExistsException',
      'EPCIS_EVENT_CONFLICT',
      '$.eventID',
    ]);
    // Whoever names an event says that it is one of its own.
    await capture(documentOf([observed({ ...twice, eventID: 'urn:uuid:1' })]));
    expect(await events('/events')).toHaveLength(2);
  });

  test('declares an event wrong, and names what is right instead', async () => {
    const { capture, events } = await start();
    const wrong = observed({ eventID: 'urn:uuid:1' });
    const declaration = {
      declarationTime: '2026-03-02T00:00:00.000Z',
      reason: 'incorrect_data',
      correctiveEventIDs: ['urn:uuid:2'],
    };
    await capture(documentOf([wrong, observed({ eventID: 'urn:uuid:2', action: 'ADD' })]));
    const declared = { ...wrong, errorDeclaration: declaration };
    expect(await capture(documentOf([declared]))).toMatchObject({ success: true });
    expect(await capture(documentOf([declared]))).toMatchObject({ success: true });
    expect(await events('/events/urn:uuid:1')).toHaveLength(2);
    for (const query of [
      'EXISTS_errorDeclaration=true',
      'EQ_errorReason=incorrect_data',
      'EQ_errorReason=urn:epcglobal:cbv:er:incorrect_data',
      'EQ_correctiveEventID=urn:uuid:2',
      'GE_errorDeclarationTime=2026-03-02T00:00:00Z&LT_errorDeclarationTime=2026-03-02T00:00:01Z',
    ])
      expect(await events(`/events?${query}`), query).toMatchObject([{ errorDeclaration: declaration }]);
    expect(await events('/events?GE_errorDeclarationTime=2026-03-02T00:00:01Z')).toEqual([]);
  });
});

describe('the list of capture jobs', () => {
  test('tells the newest first, page by page', async () => {
    const { capture, get } = await start();
    const proceed = { 'GS1-Capture-Error-Behaviour': 'proceed' };
    const jobs = [];
    for (const events of [[observed()], [], [observed({ bizStep: 'shiping' })]])
      jobs.unshift(await capture(documentOf(events), proceed));
    const first = await get('/capture?perPage=2');
    expect(await first.json()).toEqual(jobs.slice(0, 2));
    expect(jobs.map(({ success }) => success)).toEqual([false, true, true]);
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const rest = await get(link);
    expect([await rest.json(), rest.headers.get('link')]).toEqual([jobs.slice(2), null]);
    for (const token of ['abc', '-5', '1.5', '1e99', '']) {
      const nextPageToken = Buffer.from(token).toString('base64url');
      const [status, type, , place] = await problemOf(await get(`/capture?nextPageToken=${nextPageToken}`));
      expect([status, String(type).startsWith('epcisException:'), place], token).toEqual([
        400,
        true,
        'query.nextPageToken',
      ]);
    }
    expect(await problemOf(await get('/capture/unknown'))).toEqual([
      404,
      'epcisException:NoSuchResourceException',
      'EPCIS_NO_SUCH_NAME',
      'path.captureID',
    ]);
  });
});
