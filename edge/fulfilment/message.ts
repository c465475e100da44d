import type { Language } from '../../protocols/wire/work/site-rules.ts';

/**
 * What a person is told, in every language that a station speaks. `{name}` stands for a value, `{n:unit|units}` for the word
 * that goes with the count `n`: the first for one, the second for all others.
 */
export type Texts = Readonly<Record<Language, string>>;
export type Values = Readonly<Record<string, string | number>>;

export interface Message {
  readonly texts: Texts;
  readonly values: Values;
}

export function say(texts: Texts, values: Values = {}): Message {
  return { texts, values };
}

const plurals: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  de: new Intl.PluralRules('de'),
  fr: new Intl.PluralRules('fr'),
  es: new Intl.PluralRules('es'),
};

/** The text of a message in one language. */
export function render({ texts, values }: Message, language: Language): string {
  return texts[language].replace(
    /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g,
    (_whole, name: string, one: string | undefined, other: string | undefined) => {
      const value = values[name] ?? '';
      if (one === undefined || other === undefined) return String(value);
      return plurals[language].select(Number(value)) === 'one' ? one : other;
    },
  );
}

/** At most 40 printable characters of what was read. */
export function shown(text: string): string {
  const printable = text.replace(/[^\x20-\x7e\xa0-\u024f]/g, '?');
  return printable.length > 40 ? `${printable.slice(0, 39)}...` : printable;
}
