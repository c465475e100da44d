import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshSession, type Session, type SessionInput, stepSession } from './session.ts';

const inputs: readonly SessionInput[] = [
  { kind: 'start' },
  { kind: 'opened' },
  { kind: 'open-failed', missing: true, message: 'gone' },
  { kind: 'open-failed', missing: false, message: 'no permission' },
  { kind: 'vanished' },
  { kind: 'appeared' },
  { kind: 'closed' },
  { kind: 'retry-due' },
];

function run(given: readonly SessionInput[]) {
  let session: Session = freshSession;
  const effects = given.flatMap((input) => {
    const step = stepSession(session, input);
    session = step.state;
    return step.effects;
  });
  return { session, effects };
}

test('waits longer with each failure and starts over once connected', () => {
  const failed: SessionInput = { kind: 'open-failed', missing: false, message: 'busy' };
  const again: SessionInput = { kind: 'retry-due' };
  const { effects } = run([
    { kind: 'start' },
    failed,
    again,
    failed,
    again,
    { kind: 'opened' },
    { kind: 'closed' },
  ]);
  expect(effects.flatMap((effect) => (effect.kind === 'retry' ? [effect.attempt] : []))).toEqual([1, 2, 0]);
});

test('closes the connection of a vanished device and opens again only when it is closed', () => {
  const { session, effects } = run([
    { kind: 'start' },
    { kind: 'opened' },
    { kind: 'vanished' },
    { kind: 'appeared' },
  ]);
  expect(session.phase).toBe('closing');
  expect(effects.map((effect) => effect.kind)).toEqual(['open', 'announce', 'announce', 'close']);
});

test('whatever happens, a started session is never left without something that moves it on', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...inputs), { maxLength: 30 }), (given) => {
      let session = stepSession(freshSession, { kind: 'start' }).state;
      let awaited = 'opened';
      for (const input of given) {
        const step = stepSession(session, input);
        if (step.state.phase !== session.phase || step.effects.length > 0) {
          const moves = step.effects.map((effect) => effect.kind).filter((kind) => kind !== 'announce');
          awaited = moves.at(-1) ?? (step.state.phase === 'connected' ? 'unplug' : '');
        }
        session = step.state;
        expect(awaited).not.toBe('');
      }
    }),
  );
});

test('stays silent after a stop', () => {
  const { effects } = run([{ kind: 'start' }, { kind: 'stop' }, { kind: 'opened' }, { kind: 'retry-due' }]);
  expect(effects.map((effect) => effect.kind)).toEqual(['open', 'close']);
});
