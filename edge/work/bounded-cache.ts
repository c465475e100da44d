/** Remembers what was looked up lately, in bounded memory: when it is full it forgets all and begins again. */
export class BoundedCache<Value> {
  private readonly values = new Map<string, Value | undefined>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What was found for the key before, or what `look` finds now; that nothing was found is remembered too. */
  get(key: string, look: (key: string) => Value | undefined): Value | undefined {
    const known = this.values.get(key);
    if (known !== undefined || this.values.has(key)) return known;
    const found = look(key);
    if (this.values.size >= this.limit) this.values.clear();
    this.values.set(key, found);
    return found;
  }

  clear(): void {
    this.values.clear();
  }
}
