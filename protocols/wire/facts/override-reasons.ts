import type { Language } from '../work/site-rules.ts';

type Words = Readonly<Record<Language, string>>;

/**
 * The reasons of an override that the command sheet and the screen offer. The key is what is recorded, whatever the language;
 * whoever shows it says it in the reader's.
 */
export const overrideReasons = {
  'checked by hand': {
    en: 'checked by hand',
    de: 'von Hand geprüft',
    fr: 'vérifié à la main',
    es: 'comprobado a mano',
  },
  'device out of order': {
    en: 'device out of order',
    de: 'Gerät gestört',
    fr: 'appareil en panne',
    es: 'aparato averiado',
  },
} as const satisfies Readonly<Record<string, Words>>;

type OverrideReason = keyof typeof overrideReasons;

/** A recorded reason in every language. What a site put on a sheet of its own is in the words of the site. */
export function overrideReasonWords(reason: string): Words {
  return isOffered(reason) ? overrideReasons[reason] : { en: reason, de: reason, fr: reason, es: reason };
}

function isOffered(reason: string): reason is OverrideReason {
  return Object.hasOwn(overrideReasons, reason);
}
