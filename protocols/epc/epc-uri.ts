import { escapeForUrn, unescapePercent } from './characters.ts';
import { elementsFromComponents, keyLayouts } from './classic-elements.ts';
import type { ClassicEpc, Epc } from './epc.ts';
import { encodeEpc } from './epc-encode.ts';
import { decodePcWord } from './pc-word.ts';
import { type EpcRefusal, type EpcResult, refuseAtCharacter } from './refusal.ts';
import { type ClassicCoding, type ClassicScheme, classicCodings } from './scheme.ts';

/** Control information beside the EPC: an omitted one is zero (TDS 2.3, table 12-1). */
export interface TagControl {
  readonly attributeBits?: number;
  readonly hasUserMemory?: boolean;
  readonly xpc?: number;
}

/** `urn:epc:id:...` (TDS 2.3, 6.3); null for '+' and '++' schemes, for which no such form is defined. */
export function pureIdentityUri(epc: Epc): string | null {
  if (epc.kind === 'plus') return null;
  return `urn:epc:id:${classicCodings[epc.scheme].key}:${epc.components.map(escapeForUrn).join('.')}`;
}

/** `urn:epc:tag:...` (TDS 2.3, section 12); null for '+' and '++' schemes. */
export function tagUri(epc: Epc, control: TagControl = {}): string | null {
  if (epc.kind === 'plus') return null;
  const fields = [...(epc.filter === null ? [] : [String(epc.filter)]), ...epc.components.map(escapeForUrn)];
  return `urn:epc:tag:${controlFields(control)}${epc.scheme.toLowerCase()}:${fields.join('.')}`;
}

/** `urn:epc:raw:...` of a bank that holds no EPC, or none that can be decoded (TDS 2.3, 15.2.1). `hex`: whole words. */
export function rawUri(hex: string, pc: number | null = null, xpc = 0): string {
  const word = pc === null ? null : decodePcWord(pc);
  const afi = word?.applicationFamily ?? null;
  const control = controlFields({
    attributeBits: word?.attributeBits ?? 0,
    hasUserMemory: word?.hasUserMemory ?? false,
    xpc,
  });
  const family = afi === null ? '' : `x${hexDigits(afi, 2)}.`;
  return `urn:epc:raw:${control}${hex.length * 4}.${family}x${hex.toUpperCase()}`;
}

/** In alphabetical order, then a colon; nothing where all are zero (TDS 2.3, 12.2.2). */
function controlFields({ attributeBits = 0, hasUserMemory = false, xpc = 0 }: TagControl): string {
  const fields = [
    attributeBits === 0 ? '' : `[att=x${hexDigits(attributeBits, 2)}]`,
    hasUserMemory ? '[umi=1]' : '',
    xpc === 0 ? '' : `[xpc=x${hexDigits(xpc, 4)}]`,
  ].join('');
  return fields === '' ? '' : `${fields}:`;
}

function hexDigits(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

const schemeByUriName: ReadonlyMap<string, ClassicScheme> = new Map(
  (Object.keys(classicCodings) as ClassicScheme[]).map((scheme) => [scheme.toLowerCase(), scheme]),
);

/** An EPC Tag URI; control fields are read over. Refused where it could not be encoded (TDS 2.3, 18.2.2). */
export function parseTagUri(uri: string): EpcResult<ClassicEpc> {
  const match =
    /^urn:epc:tag:(?:(?:\[att=x[0-9A-F]+\])?(?:\[umi=[01]\])?(?:\[xpc=x[0-9A-F]+\])?:)?([a-z]+-[0-9a-z]+):(.*)$/.exec(
      uri,
    );
  const scheme = schemeByUriName.get(match?.[1] ?? '');
  if (match === null) return refuseUri(uri, 0, 'urn:epc:tag:scheme:filter.components');
  if (scheme === undefined) return refuseUri(uri, 12, 'a scheme of TDS 2.3 table 12-2');
  const body = match[2] ?? '';
  const coding: ClassicCoding = classicCodings[scheme];
  if (coding.filterBits === 0) return fromComponents(uri, scheme, null, body);
  const filter = /^(0|[1-9]\d?)\.(.*)$/.exec(body);
  if (filter === null) return refuseUri(uri, uri.length - body.length, 'a filter value and a dot');
  return fromComponents(uri, scheme, Number(filter[1]), filter[2] ?? '');
}

/** A Pure Identity URI, to be carried by a tag of that scheme and filter value (TDS 2.3, 12.3.2). */
export function parsePureIdentityUri(
  uri: string,
  scheme: ClassicScheme,
  filter: number,
): EpcResult<ClassicEpc> {
  const { key } = classicCodings[scheme];
  const start = `urn:epc:id:${key}:`;
  if (!uri.startsWith(start)) return refuseUri(uri, 0, `${start}components`);
  return fromComponents(uri, scheme, scheme === 'GID-96' ? null : filter, uri.slice(start.length));
}

function fromComponents(
  uri: string,
  scheme: ClassicScheme,
  filter: number | null,
  body: string,
): EpcResult<ClassicEpc> {
  const { key, components: count } = classicCodings[scheme];
  const parts = body.split('.');
  // Only the last component may itself contain dots.
  const escaped = [...parts.slice(0, count - 1), parts.slice(count - 1).join('.')];
  const components: string[] = [];
  for (const text of escaped) {
    const component = /^([!'()*+,\-.0-9:;=A-Z_a-z]|%[0-9A-Fa-f]{2})*$/.test(text)
      ? unescapePercent(text)
      : null;
    if (component === null) return refuseUri(uri, uri.length - body.length, 'characters that a URN may hold');
    components.push(component);
  }
  if (parts.length < count) return refuseUri(uri, uri.length, `${count} components`);
  const encoded = encodeEpc({ kind: 'classic', scheme, filter, components });
  if (!encoded.ok) return encoded;
  const companyPrefixLength = keyLayouts[key] === undefined ? null : (components[0]?.length ?? null);
  const elements = elementsFromComponents(key, components);
  return {
    ok: true,
    value: { kind: 'classic', scheme, filter, components, companyPrefixLength, elements },
  };
}

function refuseUri(uri: string, offset: number, expected: string): EpcRefusal {
  return refuseAtCharacter('bad_uri', 'uri', Math.min(offset, uri.length), expected);
}
