/** Orders texts by their code units, so that every machine sorts alike, whatever its language is. */
export function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
