import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsOfFacts } from '../build/build-events.ts';
import { epcisDocument } from '../build/document.ts';
import { siteSettings } from '../build/site-settings.ts';
import type { JsonObject } from '../json.ts';
import { dayOf, deeds, products } from '../testing-day.ts';
import { queryDocumentToXml } from './document-to-xml.ts';
import { schemaFaults } from './testing-xml-schema.ts';

const settings = siteSettings({
  gln: '4012345000115',
  stationReadPoints: true,
  offsetAt: () => '+01:00',
  products,
});
const context = epcisDocument([], '2026-03-02T00:00:00.000Z')['@context'];

function xmlOf(
  eventList: readonly unknown[],
  format: 'Always_URN' | 'Always_Web_URI' = 'Always_URN',
): string {
  const document = {
    '@context': context,
    type: 'EPCISQueryDocument',
    creationDate: '2026-03-02T00:00:00Z',
    epcisBody: { queryResults: { queryName: 'q', resultsBody: { eventList } } },
  };
  return queryDocumentToXml(document as unknown as JsonObject, format);
}

test('whatever is done at a station is written as the XML schema has it', () => {
  fc.assert(
    fc.property(deeds, fc.constantFrom('Always_URN' as const, 'Always_Web_URI' as const), (what, format) => {
      const { events } = eventsOfFacts(dayOf(what).facts, settings);
      expect(schemaFaults(xmlOf(events, format))).toEqual([]);
    }),
  );
});

test('what the XML schema does not allow is seen, with its place', () => {
  const good = xmlOf([
    {
      type: 'ObjectEvent',
      eventTime: '2026-03-01T09:00:00+01:00',
      eventTimeZoneOffset: '+01:00',
      epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
      action: 'ADD',
      sensorElementList: [{ sensorReport: [{ value: 1.5 }] }],
    },
  ]);
  expect(schemaFaults(good)).toEqual([]);
  const faultsWith = (text: string, other: string) => {
    expect(good).toContain(text);
    return schemaFaults(good.replace(text, other));
  };
  const action = '<action>ADD</action>';
  expect(faultsWith(action, '')[0]).toMatch(/^\/ObjectEvent: has eventTime .* not eventTime/);
  expect(faultsWith(action, `${action}<epcList></epcList>`)[0]).toMatch(/^\/ObjectEvent: has/);
  expect(faultsWith(action, '<action>add</action>')).toEqual(['/ObjectEvent/action: "add"']);
  expect(faultsWith('09:00:00+01:00', '09:00:00')).toEqual(['/ObjectEvent/eventTime: "2026-03-01T09:00:00"']);
  expect(faultsWith('value="1.5"', 'value="1,5"')).toEqual([
    '/ObjectEvent/sensorElementList/sensorElement/sensorReport/@value: "1,5"',
  ]);
  expect(faultsWith(action, `${action}<made>up</made>`)[0]).toMatch(/has .* made /);
});
