import type { Decision, StepContext } from '../decision.ts';
import type { ScannedItem } from '../goods/scanned-item.ts';
import { type Message, say } from '../message.ts';
import type { StationState } from '../state.ts';
import { closeParcel } from './closing.ts';
import { isComplete, type PackSession, remainingOf } from './pack-session.ts';
import type { Before } from './sealing.ts';

/** An item went into the open parcel: the one that completes its order closes the parcel, if the site wants that. */
export function completeOrder(
  state: StationState,
  packed: PackSession,
  item: ScannedItem,
  /** Positions of the lines that it served. */
  indexes: readonly number[],
  context: StepContext,
  before: Before,
): Decision {
  const isDone = isComplete(packed);
  if (isDone && context.work.rules().pack.sealWhenComplete) {
    return closeParcel(state, packed, context, before);
  }
  const { facts, line } = before;
  return {
    verdict: 'item_confirmed',
    message: isDone ? allIn(packed) : progress(item, packed, indexes),
    ...(line === undefined ? {} : { line }),
    state: { ...state, activity: packed },
    facts,
  };
}

function allIn({ order: { order } }: PackSession): Message {
  return say(
    {
      en: 'Order {order} is complete. Seal the parcel: PP:SEAL.',
      de: 'Auftrag {order} ist vollständig. Das Paket verschließen: PP:SEAL.',
      fr: 'La commande {order} est complète. Fermez le colis : PP:SEAL.',
      es: 'El pedido {order} está completo. Cierre el paquete: PP:SEAL.',
    },
    { order },
  );
}

function progress({ product, units }: ScannedItem, packed: PackSession, indexes: readonly number[]): Message {
  const n = indexes.reduce((sum, index) => sum + remainingOf(packed, index), 0);
  const added = units === 1 ? product.name : `${units} x ${product.name}`;
  const complete = {
    en: '{added}: complete.',
    de: '{added}: vollständig.',
    fr: '{added} : complet.',
    es: '{added}: completo.',
  };
  const missing = {
    en: '{added}: {n} missing.',
    de: '{added}: noch {n}.',
    fr: '{added} : reste {n}.',
    es: '{added}: faltan {n}.',
  };
  return say(n === 0 ? complete : missing, { added, n });
}
