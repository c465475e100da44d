import type { Language } from '../../kernel/web/language.ts';
import { recordedSentences } from './recorded-sentences.ts';

type Sentence = (typeof recordedSentences)[number];
interface Told {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly sentence: Sentence;
}

/** Sentences with more words of their own go first: a value may hold what another sentence says. */
const told: readonly Told[] = [...recordedSentences]
  .sort((a, b) => ownWords(b.en) - ownWords(a.en))
  .map((sentence) => ({
    pattern: patternOf(sentence.en),
    names: [...sentence.en.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    sentence,
  }));

/** A recorded English sentence in the reader's language, with its values as they were recorded; null if it is none of ours. */
export function retold(recorded: string, language: Language): string | null {
  if (language === 'en') return null;
  for (const { pattern, names, sentence } of told) {
    const found = pattern.exec(recorded);
    if (found === null) continue;
    const values = new Map(names.map((name, nth) => [name, found[nth + 1] ?? '']));
    return sentence[language].replace(/\{(\w+)\}/g, (_whole, name: string) => values.get(name) ?? '');
  }
  return null;
}

function ownWords(sentence: string): number {
  return sentence.replace(/\{\w+\}/g, '').length;
}

function patternOf(sentence: string): RegExp {
  const parts = sentence.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.{1,300}?)')}$`, 's');
}
