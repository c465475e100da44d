import type { Fault } from '../../kernel/errors.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import { type LocationInput, locationInput } from '../locations/location-store.ts';
import { groupBy } from '../process/rows.ts';
import type { ImportMapping } from './mapping.ts';
import type { Entry } from './read-rows.ts';
import type { Tables } from './read-tables.ts';
import { Draft, readFields, validated } from './row-reader.ts';

export interface LocationEntry extends Entry<LocationInput> {
  readonly location: string;
}

/** The rows of a location together are what lies there; one without a SKU is an empty place. */
export function readLocations(mapping: ImportMapping, tables: Tables, faults: Fault[]): LocationEntry[] {
  const section = mapping.locations;
  if (section === undefined) return [];
  const { location, walk, zone, ...content } = section.fields;
  const rows = (tables.locations?.rows ?? []).map((row) => ({
    row,
    name: String(readFields(new Draft(row), { location }, row, faults).location ?? ''),
  }));
  return [...groupBy(rows, ({ name }) => name)].flatMap(([name, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const draft = new Draft(first.row);
    draft.locate('location', first.row, location);
    if (!floorName.safeParse(name).success) {
      faults.push(draft.faultAt('location', `"${name}" is no name of a place`));
      return [];
    }
    Object.assign(draft.content, readFields(draft, { walk, zone }, first.row, faults));
    draft.content.contents = group
      .map(({ row }, nth) => readFields(draft, content, row, faults, `contents.${nth}`))
      .filter(({ sku }) => sku !== undefined);
    const input = validated(locationInput, draft, faults);
    return input === null ? [] : [{ input, location: name, draft }];
  });
}
