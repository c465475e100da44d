/** One fault of a document, with what to do about it. */
export interface EpcisFault {
  /** JSON path of the value, e.g. `$.epcisBody.eventList[0].bizStep`; for broken JSON `$` with line and column. */
  readonly path: string;
  /** What stands there, shortened; `nothing` where a required field is missing. */
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A place in a document: the member or index of its parent. */
export interface Place {
  readonly parent: Place | null;
  readonly key: string | number;
}

export const root: Place = { parent: null, key: '$' };

export function below(parent: Place, key: string | number): Place {
  return { parent, key };
}

/** A place by the path that names it. */
export function placeAt(path: string): Place {
  return { parent: null, key: path };
}

function pathOf(place: Place): string {
  let path = '';
  for (let at: Place | null = place; at !== null; at = at.parent) path = step(at) + path;
  return path;
}

function step({ parent, key }: Place): string {
  if (parent === null) return String(key);
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** A document is seldom broken in more ways than a person will read. */
const maxFaults = 200;

/** What a check has found so far. */
export class FaultList {
  readonly faults: EpcisFault[] = [];
  /** How many were found, also those that are not kept. */
  count = 0;

  /** `remedy` may be a function: what is not kept need not be worked out. */
  add(place: Place, value: unknown, expected: string, remedy: string | (() => string)): void {
    this.count += 1;
    if (this.faults.length >= maxFaults) return;
    const told = typeof remedy === 'string' ? remedy : remedy();
    this.faults.push({ path: pathOf(place), found: shown(value), expected, remedy: told });
  }
}

const maxShown = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}...` : text;
}
