import { nothingTyped, type WedgeState, wedgeStep } from './wedge.ts';

/** No person types so fast; a slow scanner needs 20 ms for a character. */
const longestGapMs = 35;
const shortestCode = 4;

/** A text field that had the focus when a scanner typed into it. */
type Field = Pick<HTMLInputElement | HTMLTextAreaElement, 'value'>;

/** Tells a scan from typing within a text field, and takes it out of the field again. */
export class FieldBurst {
  private state: WedgeState = nothingTyped;
  private before = '';
  private lastAt = Number.NEGATIVE_INFINITY;

  /** @returns the code, if this key ends one that was typed in one burst; the field is then as it was before. */
  key(event: KeyboardEvent, field: Field): string | null {
    if (event.timeStamp - this.lastAt > longestGapMs) this.begin(field);
    this.lastAt = event.timeStamp;
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
    if (step.code === null || step.code.length < shortestCode) return null;
    setValue(field, this.before);
    return step.code;
  }

  private begin(field: Field): void {
    this.state = nothingTyped;
    this.before = field.value;
  }
}

/** As React hears it: through the setter of the prototype, which a controlled field has covered, and with an event. */
function setValue(field: Field, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
  setter?.call(field, value);
  if (field instanceof HTMLElement) field.dispatchEvent(new Event('input', { bubbles: true }));
}
