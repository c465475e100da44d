import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';
import type { Verdict } from './decision.ts';
import { say, type Texts, type Values } from './message.ts';

/** A verdict with its text in every language. */
export function saying(verdict: VerdictCode, texts: Texts, values: Values = {}): Verdict {
  return { verdict, message: say(texts, values) };
}
