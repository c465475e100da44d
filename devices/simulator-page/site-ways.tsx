import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chooseWay, readWays } from './simulator-api.ts';

const key = ['ways'];

/** How the site works, to be changed by a click: the stations follow within a moment. */
export function SiteWays() {
  const queries = useQueryClient();
  const ways = useQuery({ queryKey: key, queryFn: ({ signal }) => readWays(signal), refetchInterval: 5_000 });
  const choice = useMutation({
    mutationFn: chooseWay,
    onSuccess: (now) => queries.setQueryData(key, now),
  });
  if (ways.data === undefined) return null;
  return (
    <section className="ways" aria-label="How the site works">
      <h2>How the site works</h2>
      {ways.data.ways.map(({ id, title, note }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === ways.data.now}
          disabled={choice.isPending}
          onClick={() => choice.mutate(id)}
        >
          <strong>{title}</strong>
          <small>{note}</small>
        </button>
      ))}
      {choice.error !== null && <p className="bank-fault">✕ {choice.error.message}</p>}
    </section>
  );
}
