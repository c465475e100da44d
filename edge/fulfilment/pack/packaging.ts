import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { shown } from '../message.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import { closeParcel } from './closing.ts';
import { openParcel, type PackSession } from './pack-session.ts';

/** `PP:PACKAGING:id`: what the open parcel is packed in, one of those of the site's rules. */
export function choosePackaging(
  state: StationState,
  session: PackSession,
  argument: string,
  context: StepContext,
): Decision {
  const id = argument.trim();
  const chosen = context.work.rules().pack.packagings.find(({ packaging }) => packaging === id);
  if (chosen === undefined) return refuse(state, unknownPackaging(shown(id)));
  const { packaging, name, tareGrams } = chosen;
  const parcel = openParcel(session);
  const fact: FactDraft = {
    type: 'parcel.packaging_chosen',
    data: { order: session.order.order, parcel, packaging, tareGrams },
  };
  const open = { ...session.open, packaging: { packaging, tareGrams }, weighing: null };
  const packed: PackSession = { ...session, open };
  // It was what the parcel waited for.
  if (open.stage === 'checking') return closeParcel(state, packed, context, { facts: [fact] });
  return { ...taken(name, parcel), state: { ...state, activity: packed }, facts: [fact] };
}

function taken(name: string, parcel: number) {
  return saying(
    'packaging_chosen',
    {
      en: 'Parcel {parcel} is packed in {name}.',
      de: 'Paket {parcel} wird in {name} gepackt.',
      fr: 'Le colis {parcel} est emballé dans {name}.',
      es: 'El paquete {parcel} se embala en {name}.',
    },
    { name, parcel },
  );
}

function unknownPackaging(code: string) {
  return saying(
    'refused_packaging_unknown',
    {
      en: 'This site has no packaging {code}. Scan one of those on the command sheet.',
      de: 'Dieser Standort hat keine Verpackung {code}. Eine vom Befehlsblatt scannen.',
      fr: "Ce site n'a pas d'emballage {code}. Scannez-en un de la feuille de commandes.",
      es: 'Este centro no tiene el embalaje {code}. Escanee uno de la hoja de órdenes.',
    },
    { code },
  );
}
