import { describe, expect, test } from 'vitest';
import { ssccLink } from '../digital-link.ts';
import { hashEvents } from '../hash/event-hash-id.ts';
import type { JsonObject } from '../json.ts';
import { readEpcis } from '../reader/read-epcis.ts';
import { declareError } from './correction.ts';
import { epcisDocument } from './document.ts';
import { associated, unpacked } from './events.ts';
import { offsetAt, sscc } from './testing-events.ts';
import { zoneOffsets } from './zone-offset.ts';

describe('corrections and other events', () => {
  const occasion = { at: '2026-03-01T08:00:00.000Z', place: { offsetAt: () => '+01:00' } };
  const contents = { childEPCs: ['https://id.gs1.org/8003/04012345000016A1'], childQuantityList: [] };

  test('an error declaration keeps the id of the event and names what is right', () => {
    const wrong = associated('ADD', ssccLink(sscc), contents, occasion);
    const right = associated('ADD', ssccLink('340123450000000018'), contents, occasion);
    const declared = declareError(wrong, '2026-03-02T00:00:00.000Z', 'incorrect_data', [right]);
    expect(declared).toEqual({
      ...wrong,
      errorDeclaration: {
        declarationTime: '2026-03-02T00:00:00.000Z',
        reason: 'incorrect_data',
        correctiveEventIDs: [right.eventID],
      },
    });
    const never = declareError(wrong, '2026-03-02T00:00:00.000Z', 'did_not_occur');
    const document = epcisDocument([declared, never, right], '2026-03-02T00:00:00.000Z');
    expect(readEpcis(JSON.stringify(document)).ok).toBe(true);
    expect(hashEvents(document as unknown as JsonObject)[0]?.hashId).toBe(wrong.eventID);
  });

  test('a parcel that is opened loses all at once, and an association ends', () => {
    const nothing = { childEPCs: [], childQuantityList: [] };
    const events = [
      unpacked(sscc, nothing, occasion),
      associated('DELETE', ssccLink(sscc), contents, occasion),
    ];
    expect(events).toMatchObject([
      { action: 'DELETE', bizStep: 'unpacking' },
      { type: 'AssociationEvent', bizStep: 'removing' },
    ]);
    expect(readEpcis(JSON.stringify(epcisDocument(events, occasion.at))).ok).toBe(true);
  });

  test('the offset follows summer time; a zone that does not exist is refused', () => {
    expect([offsetAt('2026-01-01T00:00:00.000Z'), offsetAt('2026-07-01T00:00:00.000Z')]).toEqual([
      '+01:00',
      '+02:00',
    ]);
    expect(zoneOffsets('UTC')?.('2026-01-01T00:00:00.000Z')).toBe('+00:00');
    expect(zoneOffsets('Mars/Olympus')).toBeNull();
  });
});
