import { createContext, useContext, useMemo } from 'react';
import { fillText, type Values } from '../../kernel/web/fill-text.ts';
import { type Language, languageAmong } from '../../kernel/web/language.ts';
import { localeOf, speak } from '../../kernel/web/spoken-language.ts';
import { de } from './messages/de.ts';
import { type Catalog, en, type MessageKey } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';

export const catalogs: Readonly<Record<Language, Catalog>> = { en, de, fr, es };

/** What the pages say, in one language. */
export interface Words {
  readonly language: Language;
  text(key: MessageKey, values?: Values): string;
  /** A text that stands in no catalog, with its values. */
  fill(text: string, values: Values): string;
  /** What a code stands for; the code itself, in words, where it is none of ours. */
  word(code: string): string;
  /** A span in its largest unit: "45 s", "3 min", "5 h", "2 days". */
  span(milliseconds: number): string;
}

export function wordsOf(language: Language, locale: string): Words {
  const catalog = catalogs[language];
  const fill = (sentence: string, values: Values) => fillText(sentence, values, language, locale);
  const text = (key: MessageKey, values: Values = {}) => fill(catalog[key], values);
  return {
    language,
    text,
    fill,
    word: (code) => (isKey(code) ? text(code) : code.replaceAll('_', ' ')),
    span: (milliseconds) => spanOf(Math.max(0, Math.round(milliseconds / 1000)), text),
  };
}

function isKey(code: string): code is MessageKey {
  return Object.hasOwn(en, code);
}

function spanOf(seconds: number, text: Words['text']): string {
  if (seconds < 60) return text('seconds', { n: seconds });
  if (seconds < 3_600) return text('minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 48 * 3_600) return text('hours', { n: Math.floor(seconds / 3_600) });
  return text('days', { n: Math.floor(seconds / 86_400) });
}

const languageKey = 'packproof.language';

/** The language that was picked at this browser; else the first one that it wishes and we speak. */
export function startLanguage(): Language {
  const picked = localStorage.getItem(languageKey);
  const language = languageAmong(picked === null ? navigator.languages : [picked]);
  speak(language);
  return language;
}

export function pickLanguage(language: Language): void {
  localStorage.setItem(languageKey, language);
  speak(language);
}

export const LanguageContext = createContext<Language>('en');

export function useWords(): Words {
  const language = useContext(LanguageContext);
  return useMemo(() => wordsOf(language, localeOf(language)), [language]);
}
