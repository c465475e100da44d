import { describe, expect, test } from 'vitest';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import { noticeOf } from './notice.ts';
import { wordsOf } from './words.ts';

const last: LastScan = {
  seq: 7,
  at: '2026-03-09T06:00:00.000Z',
  raw: '4012345000023',
  verdict: 'refused_not_on_order',
  tone: 'error',
  message: 'Milk jug 500 ml does not belong to order SO-1. Put it back.',
  line: null,
};
const view = { last, order: null } as unknown as ScreenView;
const calm = { fault: null, fragment: '', acknowledged: 0 };

describe('the notice', () => {
  test('holds a refusal until it is acknowledged, what to do apart from what is', () => {
    expect(noticeOf(view, calm, wordsOf('de'))).toMatchObject({
      word: 'Abgelehnt',
      text: 'Milk jug 500 ml does not belong to order SO-1.',
      advice: 'Put it back.',
      holds: true,
    });
    expect(noticeOf(view, { ...calm, acknowledged: 7 }, wordsOf('de'))?.holds).toBe(false);
  });

  test.each(['override_asked', 'approval_asked', 'signature_asked'] as const)(
    'does not show a question in green, as if it were counted: %s',
    (verdict) => {
      const asked = {
        ...last,
        verdict,
        tone: 'ok' as const,
        message: 'Seal in spite of it? A badge, please.',
      };
      const notice = noticeOf({ ...view, last: asked }, calm, wordsOf('de'));
      expect(notice).toMatchObject({ kind: 'partial', symbol: '?', word: 'Noch offen', holds: false });
    },
  );

  test('takes an abbreviation in the name of a customer for no end of a sentence', () => {
    const message = 'Order SO-1 for Kontor & Co. KG, St. Pauli. Scan the items.';
    const said = noticeOf({ ...view, last: { ...last, message, tone: 'ok' } }, calm, wordsOf('en'));
    expect(said).toMatchObject({
      text: 'Order SO-1 for Kontor & Co. KG, St. Pauli.',
      advice: 'Scan the items.',
    });
    const short = noticeOf(
      { ...view, last: { ...last, message: 'T-1 is full. Take T-2.' } },
      calm,
      wordsOf('en'),
    );
    expect(short).toMatchObject({ text: 'T-1 is full.', advice: 'Take T-2.' });
  });

  test('takes a number in the name of an article for no end of a sentence', () => {
    const message = 'Filters no. 102 are done. Take the next.';
    const said = noticeOf({ ...view, last: { ...last, message, tone: 'ok' } }, calm, wordsOf('en'));
    expect(said).toMatchObject({ text: 'Filters no. 102 are done.', advice: 'Take the next.' });
  });

  test('says first what could not be sent: nobody knows whether it was counted', () => {
    const notice = noticeOf(view, { ...calm, fault: { kind: 'no_answer' }, fragment: '40' }, wordsOf('en'));
    expect(notice).toMatchObject({ word: 'Not done', holds: true });
    expect(notice?.advice).toMatch(/may have been counted/);
  });

  test('complaint 3: shows a fragment for what it is, with what was typed', () => {
    expect(noticeOf(view, { ...calm, fragment: '40123' }, wordsOf('es'))).toMatchObject({
      word: 'No contado',
      raw: '40123',
      holds: true,
    });
  });
});
