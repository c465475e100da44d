import { applicationIdentifier } from './application-identifiers.ts';
import { withoutRepeats } from './carriers.ts';
import type { Gs1Element } from './content.ts';
import { isKeySequence, keyOf } from './digital-link-keys.ts';
import { type Gs1Refusal, refusal } from './refusal.ts';
import { escapeUri } from './uri-text.ts';

type BuiltUri =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

/** The stem of canonical URIs (GS1 Digital Link URI Syntax 1.6, 5.12). */
const canonicalStem = 'https://id.gs1.org';

/**
 * Writes elements as a GS1 Digital Link URI. The first that can be a key is the key; the qualifiers of the sequence of
 * which most are there follow it in the path, everything else is a parameter, those of predefined length first. The
 * elements must be valid.
 *
 * @param stem scheme, host and path before the key, with or without a slash at its end.
 */
export function buildDigitalLink(elements: readonly Gs1Element[], stem = canonicalStem): BuiltUri {
  const parts = partsOf(elements);
  if ('code' in parts) return { ok: false, refusal: parts };
  const { path, attributes } = parts;
  const predefined = ({ ai }: Gs1Element) => applicationIdentifier(ai)?.predefinedLength === true;
  const ordered = [...attributes.filter(predefined), ...attributes.filter((each) => !predefined(each))];
  return { ok: true, uri: written(stem, path, ordered) };
}

/**
 * The one URI that everything has which says the same: https://id.gs1.org, the parameters in the order of their AIs.
 * Barcodes and tags are compared by it.
 */
export function canonicalDigitalLink(elements: readonly Gs1Element[]): BuiltUri {
  const parts = partsOf(elements);
  if ('code' in parts) return { ok: false, refusal: parts };
  const attributes = parts.attributes.toSorted((a, b) => (a.ai < b.ai ? -1 : 1));
  return { ok: true, uri: written(canonicalStem, parts.path, attributes) };
}

function partsOf(
  elements: readonly Gs1Element[],
): { readonly path: Gs1Element[]; readonly attributes: Gs1Element[] } | Gs1Refusal {
  const once = withoutRepeats(elements);
  const key = once.find(({ ai }) => keyOf(ai) !== undefined);
  if (key === undefined) {
    return refusal('no_key', null, 0, 0, 'None of these elements can be the key of a GS1 Digital Link.');
  }
  const path = [key, ...qualifiersOf(key, once)];
  const attributes = once.filter((element) => !path.includes(element));
  const barred = attributes.find(({ ai }) => applicationIdentifier(ai)?.attribute === false);
  if (barred !== undefined) {
    const message = `(${barred.ai}) may not be a parameter of a GS1 Digital Link whose key is (${key.ai}).`;
    return refusal('attribute', barred.ai, 0, 0, message);
  }
  return { path, attributes };
}

function qualifiersOf({ ai }: Gs1Element, elements: readonly Gs1Element[]): Gs1Element[] {
  let best: Gs1Element[] = [];
  for (const sequence of keyOf(ai)?.qualifiers ?? []) {
    const there = sequence.flatMap((qualifier) => elements.filter((element) => element.ai === qualifier));
    if (there.length > best.length) best = there;
  }
  return isKeySequence([ai, ...best.map((each) => each.ai)]) ? best : [];
}

function written(stem: string, path: readonly Gs1Element[], attributes: readonly Gs1Element[]): string {
  const inPath = path.map(({ ai, value }) => `/${ai}/${escapeUri(value, 'path')}`).join('');
  const query = attributes.map(({ ai, value }) => `${ai}=${escapeUri(value, 'query')}`).join('&');
  return stem.replace(/\/$/, '') + inPath + (query === '' ? '' : `?${query}`);
}
