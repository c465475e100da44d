import type { FactData, KnownFact } from '../../protocols/wire/fact.ts';
import type { Proof } from './order-progress.ts';

/** A known fact of one type. */
export type FactOf<Type extends KnownFact['type']> = Omit<KnownFact, 'type' | 'data'> & {
  readonly data: FactData<Type>;
};

/** The proof that a confirmed pick is. */
export function proofOf(fact: FactOf<'pick.confirmed'>): Proof {
  const { site, station, seq, data } = fact;
  const { scanSeq, line, units } = data;
  return { site, station, pickSeq: seq, scanSeq, line, units, packSeq: null, parcel: null };
}

/** The pick of the same scan now lies in a parcel. */
export function attributeToParcel(proofs: readonly Proof[], fact: FactOf<'pack.confirmed'>): void {
  const { scanSeq, line, units, parcel } = fact.data;
  const proof = proofs.find(
    (candidate) =>
      candidate.parcel === null &&
      candidate.scanSeq === scanSeq &&
      candidate.line === line &&
      candidate.units === units &&
      candidate.station === fact.station,
  );
  if (proof !== undefined) Object.assign(proof, { parcel, packSeq: fact.seq });
}

/** The proof that an undo takes back: it has to name exactly what was confirmed. */
export function undoneProof(proofs: readonly Proof[], fact: FactOf<'item.undone'>): Proof | undefined {
  const { pickSeq, packSeq, line, units } = fact.data;
  return proofs.find(
    (proof) =>
      proof.station === fact.station &&
      proof.pickSeq === pickSeq &&
      proof.packSeq === packSeq &&
      proof.line === line &&
      proof.units === units,
  );
}

/**
 * What the shipment of a dispatch may be called. Each station counts by itself, so that two that share an order both
 * call theirs `{order}/1`: the later one is named after its station too.
 */
export function shipmentIdsOf({ station, data }: FactOf<'shipment.dispatched'>): readonly [string, string] {
  return [data.shipment, `${data.shipment}@${station}`];
}
