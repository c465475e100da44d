import { Pagination } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from './words.ts';

const rowsPerPage = 50;

/** Fifty rows of a list at a time. */
export function Pager<Row>({
  rows,
  children,
}: {
  rows: readonly Row[];
  children: (shown: readonly Row[]) => ReactNode;
}) {
  const { text } = useWords();
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(rows.length / rowsPerPage));
  const shown = Math.min(page, pages);
  return (
    <>
      {children(rows.slice((shown - 1) * rowsPerPage, shown * rowsPerPage))}
      {pages > 1 && (
        <Pagination
          className="list-pages"
          total={pages}
          value={shown}
          onChange={setPage}
          getControlProps={(control) =>
            control === 'previous' || control === 'next' ? { 'aria-label': text(control) } : {}
          }
        />
      )}
    </>
  );
}
