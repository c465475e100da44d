import type { Sqlite } from '../../../kernel/sqlite.ts';
import { standardNamespaces } from '../../../protocols/epcis/hash/namespaces.ts';
import { canonicalId, canonicalTerm } from '../../../protocols/epcis/query/canonical.ts';
import type { Condition } from '../../../protocols/epcis/query/conditions.ts';
import { eventTypeName, roles } from '../../../protocols/epcis/query/event-index.ts';

export type ResourceName =
  | 'eventTypes'
  | 'epcs'
  | 'bizSteps'
  | 'bizLocations'
  | 'readPoints'
  | 'dispositions';

const epcRoles = [roles.epc, roles.childEPC, roles.parent, roles.inputEPC, roles.outputEPC];
const column =
  (name: Extract<Condition, { on: 'column' }>['column']) =>
  (value: string): Condition => ({
    on: 'column',
    column: name,
    values: [value],
  });

interface Resource {
  /** The smallest value behind a given one. */
  readonly next: string;
  readonly exists: string;
  readonly canonical: (value: string) => string;
  readonly condition: (value: string) => Condition;
}

const ofColumn = (name: string) => ({
  next: `SELECT min(${name}) FROM events WHERE ${name} > ?`,
  exists: `SELECT 1 FROM events WHERE ${name} = ? LIMIT 1`,
});
const canonicalOf = (value: string) => canonicalId(value, standardNamespaces);

/** The resources that lead to events by one of their values (EPCIS 2.0, 12). */
const resources: Readonly<Record<ResourceName, Resource>> = {
  eventTypes: {
    ...ofColumn('type'),
    canonical: (value) => eventTypeName(value, standardNamespaces),
    condition: column('type'),
  },
  epcs: {
    next: `SELECT epc FROM event_epcs WHERE epc > ? AND role <= ${roles.outputEPC} ORDER BY epc LIMIT 1`,
    exists: `SELECT 1 FROM event_epcs WHERE epc = ? AND role <= ${roles.outputEPC} LIMIT 1`,
    canonical: canonicalOf,
    condition: (value) => ({ on: 'epc', roles: epcRoles, exact: [value], ranges: [] }),
  },
  bizSteps: {
    ...ofColumn('biz_step'),
    canonical: (value) => canonicalTerm('bizStep', value, standardNamespaces),
    condition: column('bizStep'),
  },
  bizLocations: { ...ofColumn('biz_location'), canonical: canonicalOf, condition: column('bizLocation') },
  readPoints: { ...ofColumn('read_point'), canonical: canonicalOf, condition: column('readPoint') },
  dispositions: {
    ...ofColumn('disposition'),
    canonical: (value) => canonicalTerm('disposition', value, standardNamespaces),
    condition: column('disposition'),
  },
};

export const resourceNames = Object.keys(resources) as ResourceName[];

/** What an event has to meet to have that value. */
export function resourceCondition(name: ResourceName, value: string): Condition {
  return resources[name].condition(resources[name].canonical(value));
}

interface ValuePage {
  readonly values: readonly string[];
  readonly more: boolean;
}

/** The values that the events in the repository have. */
export function openResourceValues(reader: Sqlite) {
  const prepared = (of: 'next' | 'exists') =>
    Object.fromEntries(
      resourceNames.map((name) => [name, reader.prepare(resources[name][of]).pluck()]),
    ) as Record<ResourceName, ReturnType<ReturnType<Sqlite['prepare']>['pluck']>>;
  const statements = prepared('next');
  const exists = prepared('exists');
  const next = (name: ResourceName, behind: string): string | null =>
    (statements[name].get(behind) as string | null | undefined) ?? null;

  return {
    /** Values behind one; each is found by the index, however often it occurs. */
    page(name: ResourceName, behind: string, limit: number): ValuePage {
      const values: string[] = [];
      for (let value = next(name, behind); value !== null; value = next(name, value)) {
        if (values.length === limit) return { values, more: true };
        values.push(value);
      }
      return { values, more: false };
    },
    /** True if an event has that value. */
    has: (name: ResourceName, value: string): boolean =>
      exists[name].get(resources[name].canonical(value)) !== undefined,
  };
}
