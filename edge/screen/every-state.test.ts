import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { scanned, scene, sceneNames } from './testing-scenes.ts';

type Scene = ReturnType<typeof scene>;

/** Signing out leaves the place, not the state. */
const waysOn = ({ actions }: ScreenView) => actions.filter(({ code }) => !code.startsWith('PP:SIGN_OUT'));

/** What the barcode of a button does here: each button on a station of its own. */
function verdictsOf(begin: () => Scene): ReadonlyMap<string, string> {
  const verdict = ({ code, asks }: ScreenView['actions'][number]) =>
    begin().scan(asks === undefined ? code : `${code}:2`).reply.verdict;
  return new Map(
    begin()
      .view()
      .actions.map((action) => [action.code, verdict(action)]),
  );
}

function deadEnd(view: ScreenView): boolean {
  const { wants, queue } = view;
  const touched = wants.pin === true || wants.photo === true || wants.signature === true;
  return waysOn(view).length === 0 && !touched && queue.total === 0;
}

describe.each(sceneNames)('%s', (name) => {
  test('has a way on by touch alone, and each button is a barcode that this state understands', () => {
    expect(waysOn(scene(name).view()).map(({ code }) => code)).not.toEqual([]);
    const verdicts = verdictsOf(() => scene(name));
    expect([...verdicts.values()]).not.toContain('refused_unknown_command');
    const done = [...verdicts].filter(([, verdict]) => !verdict.startsWith('refused_'));
    expect(done.map(([code]) => code).filter((code) => !code.startsWith('PP:SIGN_OUT'))).not.toEqual([]);
  });

  test('says what to do, and all its buttons, in every language', () => {
    const views = (['en', 'de', 'fr', 'es'] as const).map((language) => scene(name, language).view());
    expect(new Set(views.map(({ prompt }) => prompt)).size).toBe(views.length);
    const codes = views.map(({ actions }) => actions.map(({ code }) => code));
    for (const one of codes) expect(one).toEqual(codes[0]);
    for (const { actions, undo } of views) {
      for (const text of [...actions.map(({ label }) => label), ...undo]) expect(text.trim()).not.toBe('');
    }
  });
});

test('a state that offers nothing but to sign out is told from others', () => {
  const view = scene('pack: opened').view();
  const signOut = view.actions.filter(({ code }) => code.startsWith('PP:SIGN_OUT'));
  expect(deadEnd({ ...view, actions: signOut, queue: { total: 0, next: [] } })).toBe(true);
});

test('wherever scans and touches lead, there is a way on by both', () => {
  const codes = [
    ...Object.values(scanned),
    ...['SO-104417', 'SO-104418', 'SV-2201', 'W17-3', 'W18-1', 'T-101', 'T-102', 'T-140', 'W-1', 'W-2'],
    ...[
      'L-A-01-03',
      'L-B-12-01',
      'PP:BADGE:Ana',
      'PP:BADGE:Vera',
      'PP:RETURN:SO-104417',
      'PP:COUNT:L-A-01-03',
    ],
  ];
  const move = fc.oneof(
    fc.constantFrom(...codes).map((code) => ({ code, button: -1 })),
    fc.nat({ max: 9 }).map((button) => ({ code: '', button })),
  );
  fc.assert(
    fc.property(fc.constantFrom(...sceneNames), fc.array(move, { maxLength: 12 }), (name, moves) => {
      const at = scene(name);
      for (const { code, button } of moves) {
        const { actions } = at.view();
        at.scan(code === '' ? (actions[button % Math.max(1, actions.length)]?.code ?? 'PP:UNDO') : code);
        const view = at.view();
        expect(deadEnd(view), `${name}: ${view.prompt}`).toBe(false);
        // While somebody is asked for a PIN or to sign, the pad is the way by touch, and its barcodes are no buttons.
        const own = at.state.activity !== null && at.state.signing === null;
        if (own) expect(waysOn(view), `${name}: ${view.prompt}`).not.toEqual([]);
      }
    }),
    { numRuns: 400 },
  );
});
