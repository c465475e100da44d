import { de } from './messages/de.ts';
import { type Catalog, en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';

export type Language = 'en' | 'de' | 'fr' | 'es';

const catalogs: Readonly<Record<Language, Catalog>> = { en, de, fr, es };

/** The first of a browser's languages that our pages speak; English if they speak none of them. */
export function languageAmong(wished: readonly string[]): Language {
  for (const wish of wished) {
    const known = (Object.keys(catalogs) as Language[]).find((one) => wish.toLowerCase().startsWith(one));
    if (known !== undefined) return known;
  }
  return 'en';
}

/** What every page of ours says, in one language. */
export function catalogOf(language: Language): Catalog {
  return catalogs[language];
}
