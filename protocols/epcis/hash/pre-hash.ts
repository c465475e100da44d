import { type JsonObject, memberOf } from '../json.ts';
import { canonicalText, canonicalTime } from './canonical-value.ts';
import { byCodePoint } from './code-point-order.ts';
import { type EventField, fieldsOfEvent, isExtension } from './event-tree.ts';
import { expandValue, type Namespaces } from './namespaces.ts';
import { type OrderedField, propertyOrder } from './property-order.ts';

/** Fields of an event that say nothing of what happened (CBV 2.0, 8.9.1). */
const notHashed = new Set(['type', 'eventID', 'recordTime', 'errorDeclaration']);

/**
 * The pre-hash string of an event (CBV 2.0, 8.9.2): its fields in the canonical order and form, one behind the other
 * without separator.
 *
 * @param namespaces what the contexts around the event declare.
 * @param ignored expanded names of extensions that take no part.
 */
export function preHashString(
  event: JsonObject,
  namespaces: Namespaces,
  ignored: ReadonlySet<string>,
): string {
  const type = memberOf(event, 'type');
  const name = typeof type === 'string' ? expandValue(type, namespaces) : '';
  const fields = fieldsOfEvent(event, namespaces, ignored).filter((field) => !notHashed.has(field.name));
  const { text, rest } = inOrder(fields, propertyOrder);
  return `eventType=${name}${text}${sorted(rest)}`;
}

/** The text of the fields that the order names, and the fields that it does not. */
function inOrder(fields: readonly EventField[], order: readonly OrderedField[]) {
  const rest: EventField[] = [];
  let text = '';
  for (const ordered of order) {
    const texts: string[] = [];
    for (const field of fields) {
      if (field.name !== ordered.name) continue;
      const one = orderedText(field, ordered);
      texts.push(one.text);
      if (one.rest.length > 0) rest.push({ name: field.name, text: null, fields: one.rest });
    }
    text += texts.sort(byCodePoint).join('');
  }
  const named = new Set(order.map(({ name }) => name));
  return { text, rest: [...rest, ...fields.filter(({ name }) => !named.has(name))] };
}

/** A user extension inside a standard field stays at its end (CBV 2.0, 8.9.2, rule 21). */
function orderedText(field: EventField, ordered: OrderedField): { text: string; rest: EventField[] } {
  if (field.text !== null) {
    const canonical = ordered.kind === 'time' ? canonicalTime(field.text) : canonicalText(field.text);
    return { text: canonical === '' ? '' : `${field.name}=${canonical}`, rest: [] };
  }
  const extensions = field.fields.filter(({ name }) => isExtension(name));
  const inside = inOrder(
    field.fields.filter(({ name }) => !isExtension(name)),
    ordered.within,
  );
  const text = inside.text + sorted(extensions);
  return { text: text === '' ? '' : field.name + text, rest: inside.rest };
}

/** Fields outside the order, sorted by their whole text; one with its type stays behind that. */
function sorted(fields: readonly EventField[]): string {
  return fields.map(unorderedText).sort(byCodePoint).join('');
}

function unorderedText({ name, text, fields }: EventField): string {
  if (text === null) return name === '' ? fields.map(unorderedText).join('') : name + sorted(fields);
  const canonical = canonicalText(text);
  return canonical === '' ? name : `${name}=${canonical}`;
}
