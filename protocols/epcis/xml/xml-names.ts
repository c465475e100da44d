import { standardNamespaces } from '../hash/namespaces.ts';
import type { JsonObject } from '../json.ts';
import type { XmlName } from './xml-tree.ts';

/** Namespaces that are of the form of the document, and no extensions. */
const ofTheForm = new Set([
  '',
  'http://www.w3.org/2001/XMLSchema-instance',
  'http://www.w3.org/2001/XMLSchema',
  'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader',
]);

export const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** True for a name of the standard's own; some write documents with EPCIS as the default namespace. */
export function isOwn({ namespace }: XmlName): boolean {
  return namespace === '' || isEpcisNamespace(namespace);
}

function isEpcisNamespace(namespace: string): boolean {
  return /^urn:epcglobal:epcis(?:-query|-masterdata)?:xsd:[12]$/.test(namespace);
}

/** Gives each namespace of an XML document one prefix in its JSON, whatever prefixes it was written with where. */
export function createNames() {
  const prefixes = new Map<string, string>();
  const taken = new Map<string, string>(standardNamespaces);

  function prefixOf({ namespace, prefix }: Pick<XmlName, 'namespace' | 'prefix'>): string {
    const known = prefixes.get(namespace);
    if (known !== undefined) return known;
    const wanted = /^[A-Za-z_][\w.-]*$/.test(prefix) ? prefix : 'ns';
    let free = wanted;
    for (let nth = 1; taken.has(free) && taken.get(free) !== namespace; nth += 1) free = `${wanted}${nth}`;
    taken.set(free, namespace);
    prefixes.set(namespace, free);
    return free;
  }

  return {
    /** Null for a name of the standard's own, and of XML itself. */
    extension: (name: XmlName): string | null =>
      ofTheForm.has(name.namespace) || isEpcisNamespace(name.namespace)
        ? null
        : `${prefixOf(name)}:${name.local}`,
    /** A text that begins with a prefix that is declared around it, with the prefix that its namespace has in the JSON. */
    value(text: string, declared: ReadonlyMap<string, string>): string {
      const [, prefix = '', rest = ''] = /^([A-Za-z_][\w.-]*):(?!\/\/)(.+)$/s.exec(text) ?? [];
      const namespace = prefix === 'xml' ? undefined : declared.get(prefix);
      if (namespace === undefined || ofTheForm.has(namespace) || isEpcisNamespace(namespace)) return text;
      return `${prefixOf({ namespace, prefix })}:${rest}`;
    },
    /** The JSON-LD context for all names that were asked for. */
    context(): readonly (string | JsonObject)[] {
      const own = [...prefixes].filter(([namespace, prefix]) => standardNamespaces.get(prefix) !== namespace);
      const standard = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
      return own.length === 0
        ? [standard]
        : [standard, Object.fromEntries(own.map(([namespace, prefix]) => [prefix, namespace]))];
    },
  };
}

export type Names = ReturnType<typeof createNames>;
