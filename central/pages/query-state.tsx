import { Button, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Problem } from '../../kernel/web/api.ts';
import { useWords } from './words.ts';

/** What stands in the place of content that is not here: on its way, or refused with the reason and a way on. */
export function QueryState({ query }: { query: UseQueryResult<unknown, Error> }) {
  const { text } = useWords();
  const { error } = query;
  if (error === null) {
    return (
      <div className="query-state" role="status">
        <Loader />
        <p className="soft">{text('loading')}</p>
      </div>
    );
  }
  return (
    <div className="query-state" role="alert">
      <h2>{error.message}</h2>
      {error instanceof Problem && error.remedy !== '' && <p className="soft">{error.remedy}</p>}
      <Button variant="default" onClick={() => void query.refetch()}>
        {text('tryAgain')}
      </Button>
    </div>
  );
}
