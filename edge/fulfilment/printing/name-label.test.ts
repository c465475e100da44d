import { describe, expect, test } from 'vitest';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, order, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';

function station(rules: object = {}, printer = true): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 2]));
  at.rules = siteRules.parse(rules);
  at.equipment = { printer, scale: false, tagReader: false };
  const lines = [{ line: 1, picked: 2, packed: 2, shipped: 2, shorted: 0 }];
  const progress = { order: 'SO-1', stations: [], lines, serials: [], nextParcel: 2 };
  at.floor = { ...unknownFloor, progress: () => progress };
  return at;
}

describe('the label of a tote', () => {
  test('is printed for whoever asks, in the middle of other work, and is told when it is out', () => {
    const at = station();
    at.verdicts('SO-1', eachOf(tea));
    const before = at.state.activity;
    expect(at.verdicts('PP:LABEL:T-12', 'PP:LABEL:T-13')).toEqual(['document_asked', 'document_asked']);
    expect(at.state.activity).toEqual(before);
    expect(at.state.prints).toEqual([
      { job: 1, document: 'tote_label', subject: 'T-12', copy: 1 },
      { job: 2, document: 'tote_label', subject: 'T-13', copy: 1 },
    ]);
    at.sense({ kind: 'printed', job: 1, printer: 'p', outcome: 'printed' });
    expect(at.state.prints.map(({ subject }) => subject)).toEqual(['T-13']);
    expect(at.facts('document.printed')).toMatchObject([{ document: 'tote_label', subject: 'T-12' }]);
  });

  test('is refused for what is no tote, without a printer, and where too much waits', () => {
    expect(station().verdicts('PP:LABEL', 'PP:LABEL:SO-1', 'PP:LABEL:T-')).toEqual([
      ...['refused_nothing_to_print', 'refused_nothing_to_print', 'refused_nothing_to_print'],
    ]);
    const without = station({}, false);
    expect(without.scan('PP:LABEL:T-1').reply).toMatchObject({
      verdict: 'refused_nothing_to_print',
      message: expect.stringContaining('no printer'),
    });
    const full = station();
    for (let label = 0; label < 200; label++) full.scan(`PP:LABEL:T-${label}`);
    expect(full.verdicts('PP:LABEL:T-200')).toEqual(['refused_nothing_to_print']);
    expect(full.state.prints).toHaveLength(200);
  });
});

describe('the label of a return', () => {
  test('is printed at its beginning where the site wants one, once', () => {
    const at = station({ returns: { label: 'print' } });
    at.verdicts('PP:RETURN:SO-1', 'PP:RETURN:SO-1');
    const [started] = at.facts('return.started');
    expect(at.state.prints).toEqual([
      { job: 1, document: 'return_label', subject: started?.return, order: 'SO-1', copy: 1 },
    ]);
  });

  test('is not printed where the site wants none or nothing prints', () => {
    for (const at of [station(), station({ returns: { label: 'print' } }, false)]) {
      expect(at.verdicts('PP:RETURN:SO-1')).toEqual(['return_started']);
      expect(at.state.prints).toEqual([]);
    }
  });
});
