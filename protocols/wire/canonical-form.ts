import type { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

/** A character that stands for itself in a JSON string; what needs a pair of code units is left out. */
const plainChars = String.raw`[^"\\\x00-\x1f\ud800-\udfff]*`;
/** How RFC 8785 (3.2.2.2) writes a control character or a backslash. */
const escaped = String.raw`\\(?:[\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))`;
const text = `${plainChars}(?:${escaped}${plainChars})*`;
/** More digits than this may come out in another form than they went in. */
const maxDigits = 15;
const maxWholeDigits = 11;
const wholeNumber = (digits: number) => String.raw`[1-9]\d{0,${digits - 1}}`;
const decimal = String.raw`(?:0|-?${wholeNumber(maxWholeDigits)}|-?(?:0|${wholeNumber(maxWholeDigits)})\.\d{0,3}[1-9])`;

/**
 * The source of a regular expression for the canonical JSON (RFC 8785) of a schema's values. What matches is surely valid and surely in
 * canonical form; what does not match may be so all the same, and is left to the schema. No two of its ways read the same character, so
 * that it goes through a text once, whoever wrote it. Null for a schema with anything that it does not know.
 */
export function canonicalFormOf(schema: z.core.$ZodType): string | null {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return stringForm(def);
    case 'number':
      return numberForm((def.checks ?? []) as readonly z.core.$ZodCheck<never>[]);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    case 'nullable':
      return around('(?:null|', canonicalFormOf(def.innerType), ')');
    case 'array':
      return arrayForm(def);
    case 'object':
      return objectForm(def);
    default:
      return null;
  }
}

function around(before: string, form: string | null, behind: string): string | null {
  return form === null ? null : before + form + behind;
}

function oneOf(values: readonly unknown[]): string {
  return `(?:${values.map((value) => literally(canonicalJson(value))).join('|')})`;
}

function literally(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function stringForm(def: z.core.$ZodStringDef): string | null {
  const { format, pattern } = def as Partial<z.core.$ZodStringFormatDef>;
  if (format !== undefined && format !== 'date' && format !== 'datetime') return null;
  const patterns = pattern === undefined ? [] : [pattern];
  let minimum = 0;
  let maximum: number | null = null;
  for (const check of (def.checks ?? []) as readonly z.core.$ZodCheck<never>[]) {
    const { def: each } = (check as z.core.$ZodCheck<string> as z.core.$ZodChecks)._zod;
    if (each.check === 'min_length') minimum = each.minimum;
    else if (each.check === 'max_length') maximum = each.maximum;
    else if (each.check === 'string_format' && each.format === 'regex' && each.pattern !== undefined)
      patterns.push(each.pattern);
    else return null;
  }
  const [only = null] = patterns;
  if (patterns.length > 1 || minimum > 1) return null;
  const content = only === null ? text : patternForm(only);
  // Escapes are counted with all their characters: a text near its limit is left to the schema.
  const length = maximum === null ? '' : `(?=[^"]{0,${maximum}}")`;
  return around(`"${minimum === 0 ? '' : '(?!")'}${length}`, content, '"');
}

/** The inside of an anchored pattern, if nothing in it can match a quotation mark or what JSON escapes. */
function patternForm({ source, flags }: RegExp): string | null {
  const inner = source.slice(1, -1);
  const rest = inner.replaceAll(/\\[d.]/g, '').replaceAll(/\[[A-Za-z0-9._/-]+\]/g, '');
  const isKnown = source === `^${inner}$` && flags === '' && /^[A-Za-z0-9_:,{}()?*+|-]*$/.test(rest);
  return isKnown ? `(?:${inner})` : null;
}

function numberForm(checks: readonly z.core.$ZodCheck<never>[]): string | null {
  if (checks.length === 0) return decimal;
  let isInteger = false;
  let least: number | null = null;
  let digits = maxDigits;
  for (const check of checks) {
    const { def } = (check as z.core.$ZodCheck<number> as z.core.$ZodChecks)._zod;
    if (def.check === 'number_format' && def.format === 'safeint') isInteger = true;
    else if (def.check === 'greater_than')
      least = Math.max(least ?? 0, Number(def.value) + (def.inclusive ? 0 : 1));
    // With fewer digits than the limit it is below it.
    else if (def.check === 'less_than' && Number.isSafeInteger(def.value) && Number(def.value) > 0)
      digits = Math.min(digits, String(def.value).length - 1);
    else return null;
  }
  if (!isInteger || digits < 1 || (least !== 0 && least !== 1)) return null;
  return least === 1 ? wholeNumber(digits) : `(?:0|${wholeNumber(digits)})`;
}

/** Behind a member or an element: a comma that is not the last, or the end that follows. */
const separatorBefore = (end: string) => `(?:,(?!${end})|(?=${end}))`;

function arrayForm(def: z.core.$ZodArrayDef): string | null {
  let minimum = 0;
  let maximum = '';
  for (const check of (def.checks ?? []) as readonly z.core.$ZodCheck<never>[]) {
    const { def: each } = (check as z.core.$ZodCheck<unknown[]> as unknown as z.core.$ZodChecks)._zod;
    if (each.check === 'min_length') minimum = each.minimum;
    else if (each.check === 'max_length') maximum = String(each.maximum);
    else return null;
  }
  const times = String.raw`){${minimum},${maximum}}\]`;
  return around(String.raw`\[(?:`, canonicalFormOf(def.element), separatorBefore(String.raw`\]`) + times);
}

/** Strict objects only, their members in the order of RFC 8785 (3.2.3). */
function objectForm(def: z.core.$ZodObjectDef): string | null {
  const isStrict = (def.catchall as z.core.$ZodTypes | undefined)?._zod.def.type === 'never';
  if (!isStrict || (def.checks ?? []).length > 0) return null;
  let form = '';
  let separator = '';
  // From the last to the first, as what stands behind a member depends on what must or may come then.
  for (const name of Object.keys(def.shape).sort().reverse()) {
    const schema = def.shape[name] as z.core.$ZodTypes;
    const isOptional = schema._zod.def.type === 'optional';
    const value = canonicalFormOf(
      isOptional ? (schema._zod.def as z.core.$ZodOptionalDef).innerType : schema,
    );
    if (value === null) return null;
    const member = `${literally(JSON.stringify(name))}:${value}${separator}`;
    form = (isOptional ? `(?:${member})?` : member) + form;
    if (!isOptional) separator = ',';
    else if (separator === '') separator = separatorBefore(String.raw`\}`);
  }
  return String.raw`\{${form}\}`;
}
