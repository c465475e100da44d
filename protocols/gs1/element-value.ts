import type { AiComponent, ApplicationIdentifier } from './application-identifiers.ts';
import type { LintContext, LintFault } from './lint/lint.ts';
import { expectations, type LinterName } from './lint/linters.ts';
import { type Gs1Refusal, type Gs1RefusalCode, printable, refusal } from './refusal.ts';

/** What is wrong with the data of an AI. */
type ValueFault =
  | { readonly kind: 'short' | 'long' }
  | {
      readonly kind: 'lint';
      readonly linter: LinterName;
      readonly fault: LintFault;
      readonly component: AiComponent;
      readonly start: number;
      readonly end: number;
    };

/**
 * Checks the data of an AI from `start` to before `end`: lengths, characters, then what the linters of each component
 * say. Null if nothing is wrong.
 */
export function valueFault(
  { components, minLength, maxLength }: ApplicationIdentifier,
  text: string,
  start: number,
  end: number,
  context: LintContext,
): ValueFault | null {
  const length = end - start;
  if (length < minLength) return { kind: 'short' };
  if (length > maxLength) return { kind: 'long' };
  let at = start;
  for (const component of components) {
    const stop = Math.min(at + component.maxLength, end);
    if (stop === at && component.optional) return null;
    if (stop - at < component.minLength) return { kind: 'short' };
    const fault = componentFault(component, text, at, stop, context);
    if (fault !== null) return fault;
    at = stop;
  }
  return null;
}

function componentFault(
  component: AiComponent,
  text: string,
  start: number,
  end: number,
  context: LintContext,
): ValueFault | null {
  for (const { linter, run } of component.checks) {
    const fault = run(text, start, end, context);
    if (fault !== null)
      return { kind: 'lint', linter: linterAtFault(linter, fault), fault, component, start, end };
  }
  return null;
}

/** Some linters look for digits themselves, in place of the linter of the character set. */
function linterAtFault(linter: LinterName, { code }: LintFault): LinterName {
  return code === 'non_digit_character' ? 'csetnumeric' : linter;
}

/** The refusal that a fault of the data leads to; `tooLong` is what data without end are called here. */
export function valueRefusal(
  { ai, title, minLength, maxLength }: ApplicationIdentifier,
  text: string,
  start: number,
  end: number,
  fault: ValueFault,
  tooLong: 'separator_missing' | 'too_long',
): Gs1Refusal {
  const name = `(${ai}) ${title}`;
  switch (fault.kind) {
    case 'short': {
      const missing =
        end - start < minLength
          ? `${end - start} of ${minLength} characters`
          : 'its last part is not complete';
      return refusal('truncated', ai, end, 0, `${name} is cut off: ${missing}.`);
    }
    case 'long': {
      const why = tooLong === 'too_long' ? '' : ': the separator (FNC1) is missing';
      const message = `${name} is longer than ${maxLength}${why}.`;
      return refusal(tooLong, ai, start + maxLength, end - start - maxLength, message);
    }
    case 'lint': {
      const { linter, component } = fault;
      const { at, length, code } = fault.fault;
      const bad = text.slice(at, at + length);
      const before = text.slice(start, at);
      return {
        ...refusal(
          codeOf(linter, code),
          ai,
          at,
          length,
          `${name} ${complaint(linter, component, text.slice(fault.start, fault.end))}`,
        ),
        linter: code,
        markup: `(${ai})${before}|${bad}|${text.slice(at + length, fault.end)}`,
      };
    }
  }
}

function codeOf(linter: LinterName, fault: string): Gs1RefusalCode {
  if (linter === 'csum' || linter === 'csumalpha') return 'check_digit';
  if (linter.startsWith('cset')) return 'characters';
  return fault === 'illegal_month' || fault === 'illegal_day' ? 'date' : 'value';
}

function complaint(linter: LinterName, component: AiComponent, value: string): string {
  if (linter === 'csum') return 'has a wrong check digit.';
  if (linter.startsWith('cset')) {
    const kind = component.characters === 'N' ? 'only digits are' : 'not every character is';
    return `has characters that are not allowed there: ${kind} allowed, this is "${printable(value)}".`;
  }
  if (linter.startsWith('yy')) return `names no day: there is no day ${printable(value)}.`;
  return `must be ${expectations[linter]}, not "${printable(value)}".`;
}
