import { describe, expect, test } from 'vitest';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { type ScreenSurroundings, screenOf } from './screen.ts';
import { eachOf, milk, order, TestStation, tea } from './testing-station.ts';

const around: ScreenSurroundings = {
  revision: 7,
  site: 'north',
  station: 'pack-1',
  queue: { total: 0, next: [] },
  link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  devices: [],
};

function screen(at: TestStation) {
  return screenOf(at.state, at.work, around);
}

describe('the screen', () => {
  test('says at each moment what to scan next', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2], [milk, 1]));
    expect(screen(at)).toMatchObject({
      phase: 'idle',
      prompt: 'Scan an order',
      order: null,
      last: null,
      revision: 7,
    });
    at.scan('SO-1');
    expect(screen(at)).toMatchObject({ phase: 'picking', prompt: 'Scan 2 x Green tea' });
    at.verdicts(eachOf(tea), eachOf(tea));
    expect(screen(at)).toMatchObject({ phase: 'picking', prompt: 'Scan 1 x Oat milk' });
    at.scan(eachOf(milk));
    expect(screen(at)).toMatchObject({ phase: 'sealed', prompt: 'Scan the label of parcel 1' });
    at.scan(`00${at.facts('parcel.sealed')[0]?.sscc}`);
    expect(screen(at)).toMatchObject({
      phase: 'idle',
      order: null,
      last: { verdict: 'shipment_dispatched' },
    });
  });

  test('asks for tasks and totes where picked goods are packed, and for a load before a parcel is put on one', () => {
    const at = new TestStation();
    at.rules = siteRules.parse({ pack: { from: 'picked' }, ship: { by: 'load' } });
    expect(screen(at).prompt).toBe('Scan a task or a tote');
    expect(at.scan(']C100395200010000000011').reply.message).toContain('No load is open here');
  });

  test('offers the short as long as something is missing, also behind a sealed parcel', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.verdicts('SO-1', eachOf(tea), 'PP:SEAL');
    expect(screen(at).actions.map(({ code }) => code)).toContain('PP:SHORT');
  });

  test('shows the progress of lines and parcels', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2], [milk, 1], [milk, 4]));
    at.verdicts('SO-1', 'PP:BADGE:Anna', eachOf(tea), eachOf(tea), 'PP:SEAL', eachOf(milk), eachOf(milk));
    const shown = screen(at);
    expect(shown.operator).toBe('Anna');
    expect(shown.order).toMatchObject({ unitsDone: 4, unitsTotal: 7, openParcelUnits: 2 });
    expect(shown.order?.lines.map(({ done, state }) => [done, state])).toEqual([
      [2, 'done'],
      [1, 'done'],
      [1, 'partial'],
    ]);
    expect(shown.order?.parcels).toMatchObject([{ units: 2, scanned: false }]);
    expect(shown.order?.lines[0]?.barcodes[0]).toEqual({ gtin: eachOf(tea), level: 'each', units: 1 });
    at.scan('PP:SHORT');
    expect(screen(at).order?.lines.map(({ shorted, state }) => [shorted, state])).toEqual([
      [0, 'done'],
      [0, 'done'],
      [3, 'short'],
    ]);
  });

  test('tells of a hold before anything is scanned in vain', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.scan('SO-1');
    at.release({ ...order('SO-1', [tea, 2]), status: 'on_hold', holdReason: 'overdue' });
    expect(screen(at).prompt).toBe('On hold: overdue. Scan another order');
  });
});
