import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evdevAtRest, evdevStep, type InputEventSize } from './evdev.ts';
import * as make from './testing-descriptors.ts';

describe('the events of Linux', () => {
  const event = (type: number, code: number, value: number) => {
    const bytes = new Uint8Array(24);
    new DataView(bytes.buffer).setUint16(16, type, true);
    new DataView(bytes.buffer).setUint16(18, code, true);
    new DataView(bytes.buffer).setInt32(20, value, true);
    return bytes;
  };
  const read = (...events: Uint8Array[]) => evdevStep(24, evdevAtRest, make.joinBytes(...events)).events;

  test('give keys by their usage; repeats, other keys and other events are passed over', () => {
    expect(
      read(
        event(4, 4, 0x70004),
        event(1, 30, 1),
        event(1, 30, 2),
        event(1, 113, 1),
        event(0, 0, 0),
        event(1, 30, 0),
      ),
    ).toEqual([
      { kind: 'change', change: { usage: 4, down: true } },
      { kind: 'change', change: { usage: 4, down: false } },
    ]);
  });

  test('that were lost are a fault, and release all keys until the next report', () => {
    expect(
      read(event(1, 42, 1), event(0, 3, 0), event(1, 30, 1), event(0, 0, 0), event(1, 48, 1)),
    ).toMatchObject([
      { change: { usage: 0xe1, down: true } },
      { kind: 'fault', fault: { code: 'events_lost', field: 'SYN_DROPPED' } },
      { change: { usage: 0xe1, down: false } },
      { change: { usage: 5, down: true } },
    ]);
  });

  test('keep less than one event between two reads, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<InputEventSize>(16, 24),
        fc.array(fc.uint8Array({ maxLength: 60 })),
        (size, chunks) => {
          let state = evdevAtRest;
          for (const chunk of chunks) state = evdevStep(size, state, chunk).state;
          expect(state.rest.length).toBeLessThan(size);
        },
      ),
    );
  });
});
