import type { Language } from '../../kernel/web/language.ts';
import { useWords } from './words.ts';

/** Each language by the name that its speakers give it. */
const names: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
};

/** The language of the pages, to be picked by whoever does not want that of the browser. */
export function LanguagePicker({ pick }: { pick: (language: Language) => void }) {
  const { language, text } = useWords();
  return (
    <select
      className="language"
      aria-label={text('language')}
      value={language}
      onChange={({ currentTarget }) => pick(currentTarget.value as Language)}
    >
      {Object.entries(names).map(([value, name]) => (
        <option key={value} value={value} lang={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
