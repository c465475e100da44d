import { nothingTyped, type WedgeState, wedgeStep } from './wedge.ts';

/**
 * No person keeps up typing a character every so often; a slow scanner needs 20 ms for one. The middle of all gaps counts, so
 * that a browser that was busy for a moment never cuts a code in two.
 */
const longestMiddleGapMs = 35;
/** After this pause something else is typed. */
const pauseMs = 1_000;
const shortestCode = 4;
const maxGaps = 512;

/** A text field that had the focus when a scanner typed into it. */
type Field = Pick<HTMLInputElement | HTMLTextAreaElement, 'value'>;
type FieldKey = Pick<
  KeyboardEvent,
  'timeStamp' | 'type' | 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'
>;

/** Tells a scan from typing within a text field, and takes it out of the field again. */
export class FieldBurst {
  private state: WedgeState = nothingTyped;
  private before = '';
  private lastAt = Number.NEGATIVE_INFINITY;
  private gaps: number[] = [];

  /** @returns the code, if this key ends one that was typed by a scanner; the field is then as it was before. */
  key(event: FieldKey, field: Field): string | null {
    if (event.type === 'keydown') this.time(event.timeStamp, field);
    const step = wedgeStep(this.state, {
      key: event.key,
      code: event.code,
      ctrl: event.ctrlKey,
      alt: event.altKey,
      meta: event.metaKey,
      shift: event.shiftKey,
      down: event.type === 'keydown',
    });
    this.state = step.state;
    if (step.code === null || step.code.length < shortestCode || !this.isFast()) return null;
    setValue(field, this.before);
    return step.code;
  }

  private time(at: number, field: Field): void {
    const gap = at - this.lastAt;
    this.lastAt = at;
    if (gap <= pauseMs) {
      if (this.gaps.length < maxGaps) this.gaps.push(gap);
      return;
    }
    this.state = nothingTyped;
    this.before = field.value;
    this.gaps = [];
  }

  private isFast(): boolean {
    const sorted = [...this.gaps].sort((one, other) => one - other);
    return (sorted[Math.floor(sorted.length / 2)] ?? pauseMs) <= longestMiddleGapMs;
  }
}

/** As React hears it: through the setter of the prototype, which a controlled field has covered, and with an event. */
function setValue(field: Field, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  if (setter === undefined) field.value = value;
  else setter.call(field, value);
  if (typeof HTMLElement !== 'undefined' && field instanceof HTMLElement) {
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
