/** What should be there: single tags by EPC, and quantities of a class of goods, of which any tag will do. */
export interface ExpectedList {
  readonly epcs?: readonly string[];
  readonly classes?: readonly ExpectedClass[];
}

interface ExpectedClass {
  readonly class: string;
  readonly quantity: number;
}

/**
 * The class of goods that a tag belongs to (the GTIN of an SGTIN, say), in the words of the expected list; null for tags that
 * are none of ours: not GS1, or of other companies.
 */
export type ClassOf = (epc: string) => string | null;

/** The expected list as it is asked. A class that is listed twice counts with both quantities. */
export class Expectation {
  readonly epcs: ReadonlySet<string>;
  readonly classes: ReadonlyMap<string, number>;
  readonly total: number;

  constructor(list: ExpectedList) {
    this.epcs = new Set(list.epcs ?? []);
    const classes = new Map<string, number>();
    for (const each of list.classes ?? [])
      classes.set(each.class, (classes.get(each.class) ?? 0) + each.quantity);
    this.classes = classes;
    this.total = [...classes.values()].reduce((sum, quantity) => sum + quantity, this.epcs.size);
  }
}
