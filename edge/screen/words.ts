import { createContext, useContext, useMemo } from 'react';
import { render, type Values } from '../fulfilment/message.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { de } from './messages/de.ts';
import { en, type MessageKey } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';

export type Language = ScreenView['language'];

/** What the screen says, in one language. */
export interface Words {
  readonly language: Language;
  text(key: MessageKey, values?: Values): string;
  /** A span in its largest unit: "45 s", "3 min", "5 h", "2 days". */
  span(milliseconds: number): string;
  /** The time of day of an instant, to the second. */
  time(instant: string): string;
}

export function wordsOf(language: Language): Words {
  const text = (key: MessageKey, values: Values = {}) =>
    render({ texts: { en: en[key], de: de[key], fr: fr[key], es: es[key] }, values }, language);
  return {
    language,
    text,
    span: (milliseconds) => spanOf(Math.max(0, Math.round(milliseconds / 1000)), text),
    time: (instant) => new Date(instant).toLocaleTimeString(language, { hour12: false }),
  };
}

function spanOf(seconds: number, text: Words['text']): string {
  if (seconds < 60) return text('seconds', { n: seconds });
  if (seconds < 3_600) return text('minutes', { n: Math.floor(seconds / 60) });
  if (seconds < 48 * 3_600) return text('hours', { n: Math.floor(seconds / 3_600) });
  return text('days', { n: Math.floor(seconds / 86_400) });
}

export const LanguageContext = createContext<Language>('en');

export function useWords(): Words {
  const language = useContext(LanguageContext);
  return useMemo(() => wordsOf(language), [language]);
}
