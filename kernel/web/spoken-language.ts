import { type Language, languageAmong } from './language.ts';

let chosen: Language | null = null;

/** From now on the page speaks this language, whatever the browser wishes: that of its station. */
export function speak(language: Language): void {
  chosen = language;
}

/** What is said before a page has chosen, or by one that never does, is in the language that the browser wishes. */
export function spokenLanguage(): Language {
  return chosen ?? languageAmong(navigator.languages);
}
