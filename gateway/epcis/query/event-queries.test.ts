import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import { documentOf, eventsIn, observed, problemOf, startRepositories } from '../testing-repository.ts';

const start = startRepositories();

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
    expect(await problemOf(await get('/events?nextPageToken=abc'))).toEqual([
      400,
      'epcisException:QueryParameterException',
      'EPCIS_QUERY_INVALID',
      'query.nextPageToken',
    ]);
    expect((await problemOf(await get('/elsewhere'))).slice(0, 3)).toEqual([
      404,
      'epcisException:NoSuchResourceException',
      'NOT_FOUND',
    ]);
    expect(await problemOf(await get('/events?perPage=0'))).toEqual([
      400,
      'epcisException:QueryParameterException',
      'REQUEST_INVALID',
      'query.perPage',
    ]);
  });

  test('is refused with its place and the exception of the standard, whichever parameter has a bad value', async () => {
    const { get } = await start();
    const bad: readonly [name: string, ...values: string[]][] = [
      ...['eventTime', 'recordTime', 'errorDeclarationTime'].flatMap((name): [string, ...string[]][] => [
        [`GE_${name}`, 'yesterday', '2026-03-01', '2026-13-01T00:00:00Z', ''],
        [`LT_${name}`, '2026-03-01T00:00:00', '1|2'],
      ]),
      ...['startTime', 'endTime', 'time'].map((name): [string, ...string[]] => [`GE_${name}`, 'noon']),
      ['EQ_action', 'KEEP', 'add', 'ADD|KEEP', ''],
      ...['epc', 'parentID', 'inputEPC', 'outputEPC', 'anyEPC'].map((name): [string, ...string[]] => [
        `MATCH_${name}`,
        'urn:epc:idpat:sgtin:4012345.*.5',
        '',
      ]),
      ...['epcClass', 'inputEPCClass', 'outputEPCClass', 'anyEPCClass'].map((name): [string, ...string[]] => [
        `MATCH_${name}`,
        'urn:epc:idpat:sgtin:*.011111.*',
      ]),
      ['EQ_quantity', 'many'],
      ['GT_quantity_KGM', 'many', '1|2'],
      ['LE_value_CEL', 'warm', ''],
      ['EQ_booleanValue', 'perhaps'],
      ['EXISTS_errorDeclaration', 'perhaps'],
      ['EXISTS_sensorElementList', 'perhaps'],
      ['EXISTS_example:field', 'perhaps'],
      ['GE_example:field', 'much'],
      ['EQ_unseen:field', '1'],
      ['HASATTR_unseen:place', 'x'],
      ['EQ_nonsense', '1'],
      ['nonsense', '1'],
      ['orderBy', 'size', ''],
      ['orderDirection', 'UP'],
      ['eventCountLimit', '0', '-1', 'x', '1.5'],
      ['maxEventCount', '0', '-1', 'x', '1.5'],
    ];
    const headers = { 'GS1-Extensions': 'example=http://ns.example.com/' };
    for (const [name, ...values] of bad) {
      for (const value of values) {
        const order = name === 'eventCountLimit' ? '&orderBy=eventTime' : '';
        const address = `/events?${encodeURIComponent(name)}=${encodeURIComponent(value)}${order}`;
        expect(await problemOf(await get(address, headers)), address).toEqual([
          400,
          'epcisException:QueryParameterException',
          'EPCIS_QUERY_INVALID',
          `query.${name}`,
        ]);
      }
    }
    for (const perPage of ['0', '-1', '1.5', 'x', '']) {
      const [status, , , place] = await problemOf(await get(`/events?perPage=${perPage}`));
      expect([status, place], perPage).toEqual([400, 'query.perPage']);
    }
  });
});
