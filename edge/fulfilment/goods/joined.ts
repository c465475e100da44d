import type { Message } from '../message.ts';

/** One message behind the other, where there is another; their values must have different names. */
export function joined(first: Message, second: Message | null): Message {
  if (second === null) return first;
  const { en, de, fr, es } = second.texts;
  const texts = {
    en: `${first.texts.en} ${en}`,
    de: `${first.texts.de} ${de}`,
    fr: `${first.texts.fr} ${fr}`,
    es: `${first.texts.es} ${es}`,
  };
  return { texts, values: { ...second.values, ...first.values } };
}
