import { cliErrors } from '../../cli-errors.ts';

const maxNames = 2_000;
const nameForm = /^[\x21-\x7e]{1,48}$/;
const rangeForm = /^(.*?)(\d+)\.\.(\d+)$/;

/**
 * Names of totes, locations, wall slots or doors as a person lists them: `T-001..T-040` stands for all from the one to the other, with as many digits
 * as the first has.
 *
 * @throws OPTIONS_INCOMPLETE for a name that no scanner could give back, a range that has no end, and more than 2,000 names.
 */
export function namesOf(listed: readonly string[]): string[] {
  const names = new Set<string>();
  for (const entry of listed) {
    for (const name of namesIn(entry)) names.add(name);
    if (names.size > maxNames) throw refuse(`more than ${maxNames} names`);
  }
  return [...names];
}

function namesIn(entry: string): string[] {
  const [first = '', last] = entry.split('..');
  if (last === undefined) return [checked(entry)];
  const prefix = first.replace(/\d+$/, '');
  const range = rangeForm.exec(last.startsWith(prefix) ? `${first}..${last.slice(prefix.length)}` : entry);
  const [, , from = '', to = ''] = range ?? [];
  const count = Number(to) - Number(from) + 1;
  if (range === null || !(count > 0) || count > maxNames) {
    throw refuse(`${entry} is no range of at most ${maxNames} names, as T-001..T-040 is`);
  }
  return Array.from({ length: count }, (_, index) =>
    checked(prefix + String(Number(from) + index).padStart(from.length, '0')),
  );
}

function checked(name: string): string {
  if (nameForm.test(name)) return name;
  throw refuse(
    `${name.slice(0, 80)} is no name for a label: 1 to 48 letters, digits and signs, without spaces`,
  );
}

function refuse(detail: string) {
  return cliErrors.fault('OPTIONS_INCOMPLETE', `--names: ${detail}`, { place: '--names' });
}
