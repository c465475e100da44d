import { day, money } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import { historySentences } from './history-sentences.ts';
import { recordedWord } from './recorded-words.ts';
import type { Words } from './words.ts';

type HistoryEvent = Pick<JourneyView['history'][number], 'type' | 'data'>;
type Values = Readonly<Record<string, string | number>>;

/**
 * What a line of the history says behind its title, in the reader's language.
 *
 * @returns null where the recorded sentence has to do: in English, and for what was recorded without its values.
 */
export function historyLine(event: HistoryEvent, currency: string, words: Words): string | null {
  if (words.language === 'en' || !Object.hasOwn(historySentences, event.type)) return null;
  const sentences = historySentences[event.type]?.[words.language] ?? [];
  const values = valuesOf(event.data, currency, words);
  const whole = sentences.find((sentence) => namesIn(sentence).every((name) => Object.hasOwn(values, name)));
  return whole === undefined ? null : words.fill(whole, values);
}

function namesIn(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)/g)].map(([, name = '']) => name);
}

function valuesOf(data: HistoryEvent['data'], currency: string, words: Words): Values {
  const told: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(data)) {
    const one = toldOf(name, value, currency, words);
    if (one !== null) told[name] = one;
  }
  const taker = (data.proof as { name?: unknown } | undefined)?.name;
  if (typeof taker === 'string') told.takenBy = taker;
  return told;
}

/** A value as a person reads it: money, a day, a count, the word for a code; null for one that no sentence tells. */
function toldOf(name: string, value: unknown, currency: string, words: Words): string | number | null {
  if (typeof value === 'number') return name.endsWith('Minor') ? money(value, currency) : value;
  if (typeof value === 'string') return toldText(name, value, words);
  if (!Array.isArray(value)) return null;
  switch (name) {
    case 'exceptions':
      return value.map((code) => toldText(name, String(code), words)).join(', ');
    case 'shortages':
      return (value as Shortage[]).slice(0, maxNamed).map(shortageOf).join(', ');
    case 'missing':
      return (value as { units: number }[]).reduce((sum, { units }) => sum + units, 0);
    default:
      return value.length;
  }
}

const maxNamed = 5;

interface Shortage {
  readonly sku: string;
  readonly wanted: number;
  readonly free: number;
}

function shortageOf({ sku, wanted, free }: Shortage): string {
  return `${sku} (${free}/${wanted})`;
}

/** Values that may be codes of ours; all others are names, numbers and words of persons. */
const coded: ReadonlySet<string> = new Set([
  ...['because', 'condition', 'disposition', 'document', 'exceptions', 'outcome', 'reason'],
]);
const hashes: ReadonlySet<string> = new Set(['sha256', 'signature']);

function toldText(name: string, value: string, { language, word }: Words): string {
  if (name === 'dueOn') return day(value);
  if (hashes.has(name)) return `${value.slice(0, 12)}…`;
  if (!coded.has(name)) return value;
  if (name === 'condition' || name === 'disposition') return word(value);
  return recordedWord(value, language) ?? value;
}
