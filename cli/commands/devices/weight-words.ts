import { type WeightReading, writeDecimal } from '../../../protocols/scale/weight.ts';

/** What a scale shows: "1.250 kg net, stable (tare 0.100 kg)". */
export function weightText({ shown, stable, kind, tareMilligrams, condition }: WeightReading): string {
  if (shown === null) return condition;
  const tare = tareMilligrams === null || tareMilligrams === 0 ? '' : ` (tare ${tareMilligrams} mg)`;
  return `${writeDecimal(shown)} ${shown.unit} ${kind}, ${stable ? 'stable' : 'moving'}${tare}`;
}
