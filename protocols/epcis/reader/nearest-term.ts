const maxLength = 40;

/** The term that a misspelt word most likely means; undefined if none is near. */
export function nearestTerm(word: string, terms: readonly string[]): string | undefined {
  if (word.length > maxLength) return undefined;
  let nearest: string | undefined;
  let least = Math.floor(word.length / 2) + 1;
  for (const term of terms) {
    const distance = editDistance(word.toLowerCase(), term.toLowerCase());
    if (distance < least) [nearest, least] = [term, distance];
  }
  return nearest;
}

/** How many characters have to be put in, taken out or replaced (Levenshtein). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}
