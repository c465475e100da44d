import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PackStation } from '../pack/testing-totes.ts';
import { PickStation, stop, task } from '../pick/testing-walk.ts';
import { caseOf, eachOf, milk, order, salt, TestStation, tea } from '../testing-station.ts';

const t = eachOf(tea);
const m = eachOf(milk);
const languages = ['de', 'fr', 'es'] as const;

describe('an item of a line that was given up', () => {
  test('is not called complete at the station that packs from the shelf, and goes in as the person is told', () => {
    const at = new TestStation().release(order('SO-1', [tea, 4], [milk, 1]));
    at.verdicts('SO-1', t, m, 'PP:SHORT');
    expect(at.scan(t).reply).toMatchObject({
      verdict: 'refused_line_shorted',
      line: 1,
      message:
        '3 x Green tea were reported missing here. Take that back with PP:UNDO (1 x) and scan it again, or put it back.',
    });
    expect(at.verdicts(m)).toEqual(['refused_line_complete']);
    expect(at.verdicts('PP:UNDO', t, t, t)).toEqual([
      ...['short_undone', 'item_confirmed', 'item_confirmed', 'parcel_sealed'],
    ]);
    expect(at.verdicts(t)).toEqual(['refused_line_complete']);
  });

  test('is told in every language', () => {
    const told = languages.map((language) => {
      const at = new TestStation().release(order('SO-1', [tea, 2]));
      at.rules = { ...at.rules, language };
      at.verdicts('SO-1', t, 'PP:SHORT');
      return at.scan(t).reply.message;
    });
    expect(told[0]).toMatch(/^1 x Green tea wurde hier als fehlend gemeldet\..*PP:UNDO/);
    expect(told[1]).toMatch(/signalé manquant ici\..*PP:UNDO/);
    expect(told[2]).toMatch(/^Aquí se indicó como falta 1 x Green tea\..*PP:UNDO/);
  });

  test('names the picker who gave it up, where packing is a step of its own', () => {
    const at = new PackStation();
    at.tell('T-1', 'picked', [{ line: 1, sku: 'TEA', units: 1 }]).tellLine(1, 1, 2);
    const progress = at.progress.get('SO-1');
    const lines = progress?.lines.map((line) => ({ ...line, shortedAt: 'pick-7' as never })) ?? [];
    if (progress !== undefined) at.progress.set('SO-1', { ...progress, lines });
    expect(at.verdicts('T-1', t)).toEqual(['tote_opened', 'item_confirmed']);
    expect(at.scan(t).reply).toMatchObject({
      verdict: 'refused_line_shorted',
      message: expect.stringMatching(
        /^2 x Green tea were reported missing at pick-7\. Have that taken back there/,
      ),
    });
  });

  const walked = () => {
    const at = new PickStation().release(order('SO-1', [tea, 3], [milk, 2], [salt, 1])) as PickStation;
    const stops = [
      stop('L-A1', tea, [['SO-1', 1, 3]]),
      stop('L-B2', milk, [['SO-1', 2, 2]]),
      stop('L-C3', salt, [['SO-1', 3, 1]]),
    ];
    at.give(task('W1-1', 'order', stops));
    at.verdicts('W1-1', 'T-1');
    return at;
  };

  test('on a walk says how many steps take it back, and is taken behind them', () => {
    const at = walked();
    at.verdicts(t, 'PP:SHORT:DAMAGED', m, m);
    expect(at.scan(t).reply).toMatchObject({
      verdict: 'refused_line_shorted',
      message: expect.stringContaining(
        '2 x Green tea were reported missing here. Take that back with PP:UNDO (3 x)',
      ),
    });
    expect(at.verdicts('PP:UNDO', 'PP:UNDO', 'PP:UNDO', t, t)).toEqual([
      ...['item_undone', 'item_undone', 'short_undone', 'item_put', 'item_put'],
    ]);
    expect(at.verdicts(t)).toEqual(['refused_line_complete']);
  });

  test('on a walk that was begun elsewhere names the station that gave it up', () => {
    const at = walked();
    const line = { line: 1, picked: 1, packed: 0, shipped: 0, shorted: 2, shortedAt: 'pick-9' as never };
    const progress = { order: 'SO-1', stations: ['pick-9' as never], serials: [], nextParcel: 1 };
    at.verdicts('PP:GIVE_BACK');
    at.floor = { ...at.floor, progress: () => ({ ...progress, lines: [line] }) };
    at.verdicts('W1-1', 'T-1');
    expect(at.scan(t).reply).toMatchObject({
      verdict: 'refused_line_shorted',
      message: expect.stringContaining('2 x Green tea were reported missing at pick-9'),
    });
  });

  test('whatever was done before: whoever does what the refusal says can have the item in', () => {
    const codes = fc.constantFrom(
      t,
      t,
      m,
      m,
      caseOf(tea),
      'PP:SHORT',
      'PP:SHORT',
      'PP:UNDO',
      'PP:SEAL',
      'PP:REOPEN',
    );
    let refusals = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.array(codes, { maxLength: 25, size: 'max' }), (onWalk, raws) => {
        const at = onWalk ? walked() : new TestStation().release(order('SO-1', [tea, 9], [milk, 2]));
        if (!onWalk) at.scan('SO-1');
        for (const raw of raws) {
          const { reply } = at.scan(raw);
          if (reply.verdict !== 'refused_line_shorted') continue;
          refusals += 1;
          const steps = Number(/PP:UNDO \((\d+) x\)/.exec(reply.message)?.[1]);
          for (let step = 0; step < steps; step++) expect(at.scan('PP:UNDO').reply.tone).not.toBe('error');
          expect(at.state.last?.verdict).toBe('short_undone');
          expect(at.scan(raw === m ? m : t).reply.tone).not.toBe('error');
        }
      }),
      { numRuns: 200 },
    );
    expect(refusals).toBeGreaterThan(20);
  });
});
