import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import { screenOf } from '../screen.ts';
import type { StationState } from '../state.ts';
import { milk, order, salt, TestStation, tea } from '../testing-station.ts';

const from = '2026-03-01T09:00:00.000Z';
const document: OrderDocument = {
  ...order('SV-1', [tea, 2], [milk, 1]),
  kind: 'service',
  appointment: { from, to: '2026-03-01T11:00:00.000Z' },
};
const signature = {
  ...{ kind: 'signature' as const, sha256: 'a'.repeat(64), bytes: 900, mediaType: 'image/png' as const },
  name: 'Ms Weber',
};

function station(): TestStation {
  return new TestStation().release(document).release(order('SO-2', [salt, 1]));
}

function screen({ state, work }: TestStation) {
  const around = { revision: 1, site: 'H', station: 'S', queue: { total: 0, next: [] }, devices: [] };
  const link = { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null };
  return screenOf(state, work, { ...around, link });
}

describe('a service order', () => {
  test('runs from its start to the signature, which delivers all of its lines', () => {
    const at = station();
    expect(at.verdicts('SV-1', 'PP:START', 'PP:START', 'PP:COMPLETE')).toEqual([
      'order_opened',
      'service_started',
      'service_started',
      'signature_asked',
    ]);
    expect(screen(at)).toMatchObject({
      activity: { kind: 'service', appointment: { from }, lines: [{ name: 'Green tea' }, {}] },
      wants: { signature: true },
    });
    expect(at.sense(signature).reply?.verdict).toBe('service_completed');
    expect(at.facts('service.started')).toEqual([{ order: 'SV-1', appointment: from }]);
    expect(at.facts('service.completed')).toEqual([
      {
        ...{ order: 'SV-1', signedBy: 'Ms Weber', startedAt: at.at },
        lines: [
          { line: 1, sku: 'TEA', units: 2 },
          { line: 2, sku: 'MILK', units: 1 },
        ],
        signature: { sha256: 'a'.repeat(64), bytes: 900, mediaType: 'image/png' },
      },
    ]);
    expect(at.facts('order.started')).toEqual([]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('cannot be completed before its start, nor signed unasked, nor signed by nobody', () => {
    const at = station();
    expect(at.verdicts('SV-1', 'PP:COMPLETE', 'PP:STOP')).toEqual([
      'order_opened',
      'refused_service_not_started',
      'refused_service_not_started',
    ]);
    expect(at.sense(signature).facts).toEqual([]);
    at.verdicts('PP:START', 'PP:COMPLETE');
    expect(at.sense({ ...signature, name: ' ' }).facts).toEqual([]);
    expect(at.sense(signature).facts).toHaveLength(1);
  });

  test('is interrupted with a reason, left, and taken up again', () => {
    const at = station();
    expect(
      at.verdicts('SV-1', 'PP:START', 'SO-2', 'PP:STOP:part missing', 'SO-2', 'SV-1', 'PP:START'),
    ).toEqual([
      'order_opened',
      'service_started',
      'refused_order_open',
      'service_interrupted',
      'order_opened',
      'order_opened',
      'service_started',
    ]);
    expect(at.facts('service.interrupted')).toEqual([{ order: 'SV-1', reason: 'part missing' }]);
  });

  test('complaint 13: stops at the next scan once central has held or cancelled it, and nothing is delivered', () => {
    const at = station();
    at.verdicts('SV-1', 'PP:START', 'PP:COMPLETE');
    at.release({ ...document, status: 'cancelled', holdReason: 'double' });
    expect(at.sense(signature).facts).toEqual([]);
    expect(at.verdicts('PP:STOP', 'PP:START', 'SV-1')).toEqual([
      'service_interrupted',
      'refused_order_cancelled',
      'refused_order_cancelled',
    ]);
  });
});

test('any sequence: a service is completed at most once, after its start, and signed', () => {
  const raws = fc.constantFrom('SV-1', 'PP:START', 'PP:STOP', 'PP:COMPLETE', 'PP:COMPLETE', 'sign', 'SO-2');
  let completed = 0;
  fc.assert(
    fc.property(fc.array(raws, { maxLength: 40, size: 'max' }), (sequence) => {
      const at = station();
      for (const raw of ['SV-1', ...sequence]) {
        const result = raw === 'sign' ? at.sense(signature) : at.scan(raw);
        if (result.finished !== undefined) at.dispatched.add(result.finished);
        expect(JSON.parse(JSON.stringify(at.state)) as StationState).toEqual(at.state);
      }
      const runs = at.facts('service.started').length - at.facts('service.interrupted').length;
      expect(at.facts('service.completed').length).toBeLessThanOrEqual(Math.min(1, runs));
      completed += at.facts('service.completed').length;
    }),
  );
  expect(completed).toBeGreaterThan(5);
});
