import { retold } from './retold.ts';
import { useWords } from './words.ts';

/** A sentence that was recorded in English when it happened, in the reader's language where it is one that central writes. */
export function Recorded({ text }: { text: string }) {
  const { language } = useWords();
  return retold(text, language) ?? <span lang="en">{text}</span>;
}
