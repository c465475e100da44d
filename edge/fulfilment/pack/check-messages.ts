import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';
import type { WorkView } from '../work-view.ts';
import { isNetOnly } from './expected-weight.ts';
import type { PackSession, TagCheck, Weighing } from './pack-session.ts';
import type { OpenCheck } from './parcel-checks.ts';
import { missingTotes, named } from './tote-contents.ts';

/** What has to be done next for a check, said when it comes up. */
export function askFor({ check }: OpenCheck, session: PackSession, work: WorkView): Verdict {
  switch (check) {
    case 'totes':
      return totesFirst('parcel_checks_asked', session, work);
    case 'packaging':
      return ask.packaging;
    case 'weight':
      return ask.weight;
    case 'tags':
      return ask.tags;
    case 'photo':
    case 'contents':
      return ask.photo;
  }
}

const ask = {
  packaging: saying('parcel_checks_asked', {
    en: 'Everything is in. Choose the packaging: scan its code.',
    de: 'Alles ist drin. Die Verpackung wählen: ihren Code scannen.',
    fr: "Tout y est. Choisissez l'emballage : scannez son code.",
    es: 'Está todo. Elija el embalaje: escanee su código.',
  }),
  weight: saying('parcel_checks_asked', {
    en: 'Put the parcel on the scale.',
    de: 'Das Paket auf die Waage stellen.',
    fr: 'Posez le colis sur la balance.',
    es: 'Ponga el paquete en la báscula.',
  }),
  tags: saying('parcel_checks_asked', {
    en: 'Put the closed parcel before the RFID reader.',
    de: 'Das geschlossene Paket vor den RFID-Leser stellen.',
    fr: 'Placez le colis fermé devant le lecteur RFID.',
    es: 'Ponga el paquete cerrado ante el lector RFID.',
  }),
  photo: saying('parcel_checks_asked', {
    en: 'Take a photo of the parcel.',
    de: 'Das Paket fotografieren.',
    fr: 'Photographiez le colis.',
    es: 'Haga una foto del paquete.',
  }),
} as const;

/** Why the parcel may not be sealed yet, or not as it is. */
export function refuseFor({ check, state }: OpenCheck, session: PackSession, work: WorkView): Verdict {
  switch (check) {
    case 'totes':
      return totesFirst('refused_totes_missing', session, work);
    case 'packaging':
      return refusal.packaging;
    case 'weight':
      if (state === 'missing') return work.equipment().scale ? refusal.weighFirst : refusal.noScale;
      return session.open.weighing === null ? refusal.weighFirst : wrongWeight(session.open.weighing);
    case 'tags':
      if (state === 'missing') return work.equipment().tagReader ? refusal.tagsFirst : refusal.noReader;
      return session.open.tags === null ? refusal.tagsFirst : wrongTags(session.open.tags, work);
    case 'photo':
    case 'contents':
      return refusal.photoFirst;
  }
}

const refusal = {
  packaging: saying('refused_packaging_unknown', {
    en: 'The packaging is not known, so the weight cannot be checked. Scan the code of the packaging first.',
    de: 'Die Verpackung ist nicht bekannt, daher lässt sich das Gewicht nicht prüfen. Zuerst den Code der Verpackung scannen.',
    fr: "L'emballage n'est pas connu, le poids ne peut être vérifié. Scannez d'abord le code de l'emballage.",
    es: 'El embalaje no se conoce y el peso no se puede comprobar. Escanee primero el código del embalaje.',
  }),
  weighFirst: saying('refused_weigh_first', {
    en: 'The parcel was not weighed. Put it on the scale and wait until it rests.',
    de: 'Das Paket wurde nicht gewogen. Es auf die Waage stellen und warten, bis sie ruht.',
    fr: "Le colis n'a pas été pesé. Posez-le sur la balance et attendez qu'elle se stabilise.",
    es: 'El paquete no se ha pesado. Póngalo en la báscula y espere a que se estabilice.',
  }),
  noScale: saying('refused_weigh_first', {
    en: 'The parcel must be weighed, and no scale is connected here. Mend the scale, or ask a supervisor (PP:OVERRIDE).',
    de: 'Das Paket muss gewogen werden, und hier ist keine Waage verbunden. Die Waage richten oder die Aufsicht fragen (PP:OVERRIDE).',
    fr: "Le colis doit être pesé et aucune balance n'est connectée. Réparez la balance ou demandez à un responsable (PP:OVERRIDE).",
    es: 'El paquete debe pesarse y aquí no hay báscula conectada. Arregle la báscula o pida a un supervisor (PP:OVERRIDE).',
  }),
  tagsFirst: saying('refused_tags_first', {
    en: 'The tags of the parcel were not read. Put it before the RFID reader.',
    de: 'Die Etiketten des Pakets wurden nicht gelesen. Es vor den RFID-Leser stellen.',
    fr: "Les étiquettes RFID du colis n'ont pas été lues. Placez-le devant le lecteur.",
    es: 'No se han leído las etiquetas RFID del paquete. Póngalo ante el lector.',
  }),
  noReader: saying('refused_tags_first', {
    en: 'The tags must be read, and no RFID reader is connected here. Mend the reader, or ask a supervisor (PP:OVERRIDE).',
    de: 'Die Etiketten müssen gelesen werden, und hier ist kein RFID-Leser verbunden. Den Leser richten oder die Aufsicht fragen (PP:OVERRIDE).',
    fr: "Les étiquettes RFID doivent être lues et aucun lecteur n'est connecté. Réparez le lecteur ou demandez à un responsable (PP:OVERRIDE).",
    es: 'Hay que leer las etiquetas RFID y aquí no hay lector conectado. Arregle el lector o pida a un supervisor (PP:OVERRIDE).',
  }),
  photoFirst: saying('refused_photo_first', {
    en: 'This site wants a photo of each parcel. Take it, then seal again.',
    de: 'Dieser Standort verlangt ein Foto von jedem Paket. Es aufnehmen, dann erneut verschließen.',
    fr: 'Ce site exige une photo de chaque colis. Prenez-la, puis fermez de nouveau.',
    es: 'Este centro exige una foto de cada paquete. Hágala y cierre otra vez.',
  }),
} as const;

/** The order has more totes than were brought. */
export function totesFirst(
  verdict: 'parcel_checks_asked' | 'refused_totes_missing',
  session: PackSession,
  work: WorkView,
): Verdict {
  const missing = missingTotes(session, work);
  return saying(
    verdict,
    {
      en: 'Order {order} has more in {totes}. Bring and scan {n:it|them}. If that cannot be, a supervisor answers for it (PP:OVERRIDE).',
      de: 'Auftrag {order} hat noch etwas in {totes}. Holen und scannen. Geht das nicht, steht die Aufsicht dafür ein (PP:OVERRIDE).',
      fr: 'La commande {order} a encore des articles dans {totes}. Apportez et scannez. Sinon, un responsable en répond (PP:OVERRIDE).',
      es: 'El pedido {order} tiene más en {totes}. Traiga y escanee. Si no puede ser, responde un supervisor (PP:OVERRIDE).',
    },
    { order: session.order.order, totes: named(missing), n: missing.length },
  );
}

/** What the scale shows against what it should. */
export function wrongWeight(weighing: Weighing): Verdict {
  if (isNetOnly(weighing)) return netOnly(weighing.grams);
  const { grams, expectedGrams, outcome } = weighing;
  const values = { n: Math.abs(grams - (expectedGrams ?? grams)), grams, expected: expectedGrams ?? 0 };
  return outcome === 'too_light'
    ? saying(
        'refused_weight',
        {
          en: '{n} g too light: {grams} g, not {expected} g. Something is missing; check the contents and weigh again.',
          de: '{n} g zu leicht: {grams} g statt {expected} g. Etwas fehlt; den Inhalt prüfen und neu wiegen.',
          fr: '{n} g de moins : {grams} g au lieu de {expected} g. Il manque quelque chose ; vérifiez et pesez de nouveau.',
          es: 'Faltan {n} g: {grams} g en vez de {expected} g. Falta algo; revise el contenido y pese otra vez.',
        },
        values,
      )
    : saying(
        'refused_weight',
        {
          en: '{n} g too heavy: {grams} g, not {expected} g. Something is in that does not belong; check and weigh again.',
          de: '{n} g zu schwer: {grams} g statt {expected} g. Etwas liegt zu viel darin; den Inhalt prüfen und neu wiegen.',
          fr: '{n} g de trop : {grams} g au lieu de {expected} g. Il y a quelque chose de trop ; vérifiez et pesez de nouveau.',
          es: 'Sobran {n} g: {grams} g en vez de {expected} g. Hay algo de más; revise el contenido y pese otra vez.',
        },
        values,
      );
}

/** A tare is set on the scale, and nobody knows which. */
function netOnly(grams: number): Verdict {
  return saying(
    'refused_weight',
    {
      en: 'The scale shows {grams} g net, and not its tare. Take the parcel off, clear the tare, and weigh again.',
      de: 'Die Waage zeigt {grams} g netto und ihre Tara nicht. Das Paket abnehmen, die Tara löschen und neu wiegen.',
      fr: 'La balance montre {grams} g net, sans sa tare. Retirez le colis, effacez la tare et pesez de nouveau.',
      es: 'La báscula muestra {grams} g neto y no su tara. Retire el paquete, borre la tara y pese otra vez.',
    },
    { grams },
  );
}

/** Which tags are missing, too many and of other goods. */
export function wrongTags({ missing, extra, foreign }: TagCheck, work: WorkView): Verdict {
  const names = missing
    .slice(0, maxNamed)
    .map(({ sku, units }) => `${units} x ${work.productBySku(sku)?.name ?? sku}`);
  const units = sumOf(missing);
  const more = sumOf(missing.slice(maxNamed));
  const wrong = [
    ...(names.length > 0 && more === 0 ? [tagFaults.missing] : []),
    ...(more > 0 ? [tagFaults.missingMore] : []),
    ...(extra.length > 0 ? [tagFaults.extra] : []),
    ...(foreign.length > 0 ? [tagFaults.foreign] : []),
  ];
  const told = (language: Language) => wrong.map((fault) => fault[language]).join('; ');
  return saying(
    'refused_tags',
    {
      en: `The tags do not fit: ${told('en')}. Open the parcel and check it.`,
      de: `Die Etiketten passen nicht: ${told('de')}. Das Paket öffnen und prüfen.`,
      fr: `Les étiquettes ne correspondent pas : ${told('fr')}. Ouvrez le colis et vérifiez.`,
      es: `Las etiquetas no coinciden: ${told('es')}. Abra el paquete y revise.`,
    },
    { names: names.join(', '), missing: units, more, extra: extra.length, foreign: foreign.length },
  );
}

function sumOf(missing: TagCheck['missing']): number {
  return missing.reduce((sum, { units }) => sum + units, 0);
}

/** So many products are named, the others are counted. */
const maxNamed = 3;

const tagFaults = {
  missing: {
    en: 'missing {names}',
    de: '{missing:es fehlt|es fehlen} {names}',
    fr: 'il manque {names}',
    es: '{missing:falta|faltan} {names}',
  },
  missingMore: {
    en: 'missing {names} and {more} {more:other|others}',
    de: 'es fehlen {names} und {more} weitere',
    fr: 'il manque {names} et {more} {more:autre|autres}',
    es: 'faltan {names} y {more} más',
  },
  extra: { en: '{extra} too many', de: '{extra} zu viel', fr: '{extra} en trop', es: '{extra} de más' },
  foreign: {
    en: '{foreign} of other goods',
    de: '{foreign} von anderer Ware',
    fr: "{foreign} d'autres articles",
    es: '{foreign} de otros artículos',
  },
} as const;
