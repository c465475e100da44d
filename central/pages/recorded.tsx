/** A sentence as it was recorded when it happened, in English: it is evidence, and is not told anew in another language. */
export function Recorded({ text }: { text: string }) {
  return <span lang="en">{text}</span>;
}
