import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Bench, loadScale, type Screen, showTags } from './simulator-api.ts';
import { foreignTag, tagsOf } from './tagged-units.ts';

interface Props {
  readonly bench: Bench;
  readonly screen: Screen | undefined;
}

/** So much lighter is noticed whatever the site tolerates. */
const lighterGrams = 200;

/** The scale and the tag reader beside the station: what a person would put onto and before them. */
export function BenchPanel({ bench, screen }: Props) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['simulator'] });
  const load = useMutation({ mutationFn: (grams: number) => loadScale(bench.id, grams), onSettled });
  const tags = useMutation({ mutationFn: (units: ReturnType<typeof tagsOf>) => showTags(bench.id, units) });
  // An empty parcel is not put on.
  const weight = screen?.activity?.kind === 'pack' ? (screen.activity.expected?.grams ?? 0) : 0;
  const expected = weight > 0 ? weight : null;
  const inParcel = tagsOf(screen?.order?.lines ?? [], bench.tagged);
  const isIdle = expected === null && bench.grams === 0 && inParcel.length === 0;
  const fault = load.error ?? tags.error;
  return (
    <section className="bench" aria-label="Scale and tag reader">
      <h2>Scale and tag reader</h2>
      {isIdle ? (
        <p className="soft">Comes into use when a parcel is packed.</p>
      ) : (
        <>
          <p className="num">On the scale: {bench.grams.toLocaleString('en')} g</p>
          <div className="bench-buttons">
            <Button variant="default" disabled={expected === null} onClick={() => load.mutate(expected ?? 0)}>
              {expected === null
                ? 'Put the parcel on'
                : `Put the parcel on, ${expected.toLocaleString('en')} g`}
            </Button>
            <Button
              variant="default"
              disabled={expected === null}
              onClick={() => load.mutate(Math.max(0, (expected ?? 0) - lighterGrams))}
            >
              {lighterGrams} g too light
            </Button>
            <Button variant="default" disabled={bench.grams === 0} onClick={() => load.mutate(0)}>
              Take it off
            </Button>
            <Button variant="default" disabled={inParcel.length === 0} onClick={() => tags.mutate(inParcel)}>
              Show all {inParcel.length > 0 && inParcel.length} tags
            </Button>
            <Button
              variant="default"
              disabled={inParcel.length === 0}
              onClick={() => tags.mutate(inParcel.slice(1))}
            >
              One tag is missing
            </Button>
            <Button
              variant="default"
              disabled={inParcel.length === 0}
              onClick={() => tags.mutate([...inParcel, foreignTag])}
            >
              One of other goods
            </Button>
          </div>
        </>
      )}
      {fault !== null && <p className="bank-fault">✕ {fault.message}</p>}
    </section>
  );
}
