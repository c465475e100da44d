import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

/** Units that were given up as missing (`PP:SHORT`): a line that asks for no more, though not all is there. */
export interface GivenUp {
  readonly units: number;
  /** How often `PP:UNDO` takes back the last of it here; null where this station cannot take it back. */
  readonly undoSteps: number | null;
  /** The other station that gave it up; null where it was this one, or where nobody can tell. */
  readonly station: string | null;
}

/** All that several lines have given up of one product; null for nothing. */
export function givenUpOf(some: readonly (GivenUp | undefined)[]): GivenUp | null {
  const given = some.filter((one) => one !== undefined && one.units > 0) as GivenUp[];
  return given.length === 0 ? null : given.reduce(together);
}

/** What can be taken back here with the fewest steps counts. */
function together(one: GivenUp, other: GivenUp): GivenUp {
  return {
    units: one.units + other.units,
    undoSteps: sooner(one.undoSteps, other.undoSteps),
    station: one.station ?? other.station,
  };
}

function sooner(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** Something was scanned that would be wanted if it had not been given up. */
export function refuseGivenUp(product: string, { units, undoSteps, station }: GivenUp): Verdict {
  const values = { product, n: units, steps: undoSteps ?? 0, station: station ?? '' };
  if (undoSteps !== null) return saying('refused_line_shorted', undoTexts, values);
  return saying('refused_line_shorted', station === null ? somewhereTexts : stationTexts, values);
}

const undoTexts = {
  en: '{n} x {product} {n:was|were} reported missing here. Take that back with PP:UNDO ({steps} x) and scan it again, or put it back.',
  de: '{n} x {product} {n:wurde|wurden} hier als fehlend gemeldet. Das mit PP:UNDO ({steps} x) zurücknehmen und erneut scannen, oder zurücklegen.',
  fr: '{n} x {product} {n:signalé manquant|signalés manquants} ici. Annulez cela avec PP:UNDO ({steps} x) et scannez de nouveau, ou remettez-le.',
  es: 'Aquí se {n:indicó|indicaron} como falta {n} x {product}. Anúlelo con PP:UNDO ({steps} x) y escanee otra vez, o devuélvalo.',
};

const stationTexts = {
  en: '{n} x {product} {n:was|were} reported missing at {station}. Have that taken back there (PP:UNDO) and scan it again, or put it back.',
  de: '{n} x {product} {n:wurde|wurden} an {station} als fehlend gemeldet. Das dort zurücknehmen lassen (PP:UNDO) und erneut scannen, oder zurücklegen.',
  fr: '{n} x {product} {n:signalé manquant|signalés manquants} à {station}. Faites annuler cela là-bas (PP:UNDO) et scannez de nouveau, ou remettez-le.',
  es: 'En {station} se {n:indicó|indicaron} como falta {n} x {product}. Pida que lo anulen allí (PP:UNDO) y escanee otra vez, o devuélvalo.',
};

const somewhereTexts = {
  en: '{n} x {product} {n:was|were} reported missing before. Put it back; what is missing is picked with the rest of the order.',
  de: '{n} x {product} {n:wurde|wurden} vorher als fehlend gemeldet. Zurücklegen; Fehlendes wird mit dem Rest des Auftrags geholt.',
  fr: '{n} x {product} {n:signalé manquant|signalés manquants} auparavant. Remettez-le ; ce qui manque sera pris avec le reste de la commande.',
  es: 'Antes se {n:indicó|indicaron} como falta {n} x {product}. Devuélvalo; lo que falta se toma con el resto del pedido.',
};
