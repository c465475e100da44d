import type { Outcome } from '../../gateway/log/commit-turn.ts';
import { type Reception, seqOf } from '../../protocols/wire/fact-receiver.ts';
import type { StationBatch } from './site-log-model.ts';

/** What the log of a gateway says of a batch that its model received so. */
export function outcomeOf({ station, facts }: StationBatch, reception: Reception): Outcome {
  const { received, ...verdict } = reception;
  return {
    kind: 'batch',
    station,
    head: undefined,
    facts: facts.length,
    unnumbered: facts.filter((fact) => seqOf(fact) === undefined).length,
    reception: { ...verdict, added: received.length },
  };
}
