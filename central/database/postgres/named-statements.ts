const mostNamed = 300;
const mostCounted = 2_000;
/** Statements of many rows are longer, and hardly two of them have the same number of rows. */
const longest = 4_000;
const worthIt = 3;

/**
 * Gives the statements that come again and again a name: PostgreSQL prepares a named one once on each connection, and the
 * others each time. Names are never taken back, as that would need a word to each connection, so there are few.
 */
export class NamedStatements {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();

  nameOf(sql: string): string | undefined {
    const name = this.#names.get(sql);
    if (name !== undefined || sql.length > longest || this.#names.size >= mostNamed) return name;
    const uses = (this.#uses.get(sql) ?? 0) + 1;
    if (uses < worthIt) {
      if (this.#uses.size >= mostCounted) this.#uses.clear();
      this.#uses.set(sql, uses);
      return undefined;
    }
    this.#uses.delete(sql);
    const given = `packproof_${this.#names.size + 1}`;
    this.#names.set(sql, given);
    return given;
  }
}
