import type { JsonObject } from '../json.ts';
import type { EpcisFault } from '../reader/fault.ts';
import type { EpcisLimits } from '../reader/read-epcis.ts';
import { documentFromXml } from './document-from-xml.ts';
import { readXml } from './xml-tree.ts';

export type XmlDocumentReading =
  | {
      readonly ok: true;
      /** As JSON/JSON-LD. It was not judged yet. */
      readonly document: JsonObject;
      /** The name of the root element, from which places are named. */
      readonly root: string;
    }
  | { readonly ok: false; readonly fault: EpcisFault };

/** Reads a document, query document or single event in the XML of EPCIS 1.2 or 2.0. It throws nothing, whatever the text is. */
export function readEpcisXml(xml: string, limits: EpcisLimits): XmlDocumentReading {
  if (xml.length > limits.maxCharacters) {
    return refused(
      `${xml.length} characters`,
      `at most ${limits.maxCharacters} characters`,
      'Split the document into several.',
    );
  }
  const reading = readXml(xml, limits.maxDepth);
  if (!reading.ok) return reading;
  const { root } = reading;
  const document = documentFromXml(root);
  if (document !== null) return { ok: true, document, root: root.local };
  return refused(
    `the root element ${root.local} of the namespace "${root.namespace}"`,
    'EPCISDocument or EPCISQueryDocument of urn:epcglobal:epcis:xsd:2 or :1 (urn:epcglobal:epcis-query:xsd:2 or :1), or a single event',
    'Send an EPCIS document of version 1.2 or 2.0.',
  );
}

function refused(found: string, expected: string, remedy: string): XmlDocumentReading {
  return { ok: false, fault: { path: '/', found, expected, remedy } };
}
