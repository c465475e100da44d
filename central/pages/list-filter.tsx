import { Select, TextInput } from '@mantine/core';
import { useWords } from './words.ts';

export interface Filter {
  readonly search: string;
  readonly status: string | null;
}

export const noFilter: Filter = { search: '', status: null };

interface Props {
  readonly filter: Filter;
  readonly change: (filter: Filter) => void;
  readonly hint: string;
  /** How many there are of each status. */
  readonly counts: ReadonlyMap<string, number>;
}

/** What a list is searched and filtered by. */
export function ListFilter({ filter, change, hint, counts }: Props) {
  const { text, word } = useWords();
  return (
    <div className="list-filter">
      <TextInput
        className="list-search"
        type="search"
        aria-label={hint}
        placeholder={hint}
        value={filter.search}
        onChange={({ currentTarget }) => change({ ...filter, search: currentTarget.value })}
      />
      <Select
        aria-label={text('status')}
        placeholder={text('everyStatus')}
        clearable
        data={Array.from(counts, ([value, n]) => ({ value, label: `${word(value)} (${n})` }))}
        value={filter.status}
        onChange={(status) => change({ ...filter, status })}
      />
    </div>
  );
}

/** Whether an item with this status and these words is wanted. */
export function fits({ search, status }: Filter, of: string, words: readonly string[]): boolean {
  if (status !== null && status !== of) return false;
  const wanted = search.trim().toLowerCase();
  return words.some((word) => word.toLowerCase().includes(wanted));
}

export function countStatuses(statuses: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
