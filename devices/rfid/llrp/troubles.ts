/** Which troubles were told lately, so that a reader in distress does not flood its listeners. */
export interface Troubles {
  readonly sinceMs: number;
  readonly texts: readonly string[];
}

export const noTroubles: Troubles = { sinceMs: 0, texts: [] };

const windowMs = 10_000;
const most = 20;

export interface TroubleStep {
  readonly troubles: Troubles;
  /** What to tell; null where it was told already, or too much was. */
  readonly text: string | null;
}

/** Each text is told once in ten seconds, and no more than twenty of them. */
export function stepTroubles(state: Troubles, text: string, atMs: number): TroubleStep {
  const troubles = atMs - state.sinceMs >= windowMs ? { sinceMs: atMs, texts: [] } : state;
  if (troubles.texts.includes(text) || troubles.texts.length > most) return { troubles, text: null };
  const told = troubles.texts.length === most ? 'more troubles of the reader are not told' : text;
  return { troubles: { ...troubles, texts: [...troubles.texts, told] }, text: told };
}
