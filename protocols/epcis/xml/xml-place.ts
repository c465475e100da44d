/** Lists of the JSON -> what each element is called in the XML; `*` where its name is that of its type. */
const elements: Readonly<Record<string, string>> = {
  eventList: '*',
  epcList: 'epc',
  childEPCs: 'epc',
  inputEPCList: 'epc',
  outputEPCList: 'epc',
  quantityList: 'quantityElement',
  childQuantityList: 'quantityElement',
  inputQuantityList: 'quantityElement',
  outputQuantityList: 'quantityElement',
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
  sensorElementList: 'sensorElement',
  correctiveEventIDs: 'correctiveEventID',
  vocabularyList: 'Vocabulary',
  vocabularyElementList: 'VocabularyElement',
  children: 'id',
};

/** Members of the JSON that have another name in the XML. */
const renamed: Readonly<Record<string, string>> = {
  epcisBody: 'EPCISBody',
  epcisHeader: 'EPCISHeader',
  epcisMasterData: 'EPCISMasterData',
  eventList: 'EventList',
  queryResults: 'QueryResults',
  vocabularyList: 'VocabularyList',
  vocabularyElementList: 'VocabularyElementList',
  attributes: 'attribute',
};

/** Elements of which the XML writes what they hold as attributes. */
const byAttributes = new Set(['sensorMetadata', 'sensorReport']);
/** Elements whose own text is the member of their name. */
const byText = new Set(['bizTransaction', 'source', 'destination']);

/** A place in the JSON that an XML document was read as, such as `$.epcisBody.eventList[0].bizStep`, as the path in the XML. */
export function placeInXml(path: string, root: string): string {
  const steps = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g)];
  let place = `/${root}`;
  let list = '';
  let at = root;
  for (const [, plain, index, quoted] of steps) {
    if (index !== undefined) {
      const name = elements[list];
      place += name === undefined ? `[${Number(index) + 1}]` : `/${name}[${Number(index) + 1}]`;
      at = name ?? at;
      continue;
    }
    const name = plain ?? quoted ?? '';
    if (byText.has(at) && name === at) continue;
    const isAttribute =
      byAttributes.has(at) || (byText.has(at) && name === 'type') || (at === root && name === 'creationDate');
    place += isAttribute ? `/@${name}` : `/${renamed[name] ?? name}`;
    list = name;
    at = name;
  }
  return place;
}
