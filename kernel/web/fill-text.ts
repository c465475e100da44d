import type { Language } from './language.ts';

export type Values = Readonly<Record<string, string | number>>;

/** Puts values into a text: `{name}` stands for one, `{n:unit|units}` for the word that goes with the count `n`. */
export function fillText(text: string, values: Values, language: Language, locale: string): string {
  return text.replace(
    /\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}/g,
    (_whole, name: string, one: string | undefined, other: string | undefined) => {
      const value = values[name] ?? '';
      if (one === undefined || other === undefined)
        return typeof value === 'number' ? value.toLocaleString(locale) : value;
      return new Intl.PluralRules(language).select(Number(value)) === 'one' ? one : other;
    },
  );
}
