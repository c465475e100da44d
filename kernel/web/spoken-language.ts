import { type Language, languageAmong } from './language.ts';

let chosen: Language | null = null;

/** From now on the page speaks this language, whatever the browser wishes: that of its station, or the one that was picked. */
export function speak(language: Language): void {
  chosen = language;
}

/** What is said before a page has chosen, or by one that never does, is in the language that the browser wishes. */
export function spokenLanguage(): Language {
  return chosen ?? languageAmong(navigator.languages);
}

/** How numbers, dates and money are written where the browser names no country for a language. */
const usual: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES' };

/** The locale of the language that a page has chosen, as the browser wishes it: de-CH and not de-DE, if it says so. */
export function localeOf(language: Language): string {
  return navigator.languages.find((wish) => wish.toLowerCase().startsWith(`${language}-`)) ?? usual[language];
}

/** The locale that the page writes in; that of the browser as long as the page has not chosen. */
export function spokenLocale(): string | undefined {
  return chosen === null ? undefined : localeOf(chosen);
}
