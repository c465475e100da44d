/** A field of the canonical property order: its name, what its value is, and the order inside it. */
export interface OrderedField {
  readonly name: string;
  readonly kind: 'text' | 'time' | 'parent';
  readonly within: readonly OrderedField[];
}

const text = (name: string): OrderedField => ({ name, kind: 'text', within: [] });
const time = (name: string): OrderedField => ({ name, kind: 'time', within: [] });
const parent = (name: string, ...within: OrderedField[]): OrderedField => ({ name, kind: 'parent', within });
const epcs = (name: string) => parent(name, text('epc'));
const quantities = (name: string) =>
  parent(name, parent('quantityElement', text('epcClass'), text('quantity'), text('uom')));

const deviceFields = [
  text('deviceID'),
  text('deviceMetadata'),
  text('rawData'),
  text('dataProcessingMethod'),
] as const;

const sensorMetadata = parent(
  'sensorMetadata',
  time('time'),
  time('startTime'),
  time('endTime'),
  ...deviceFields,
  text('bizRules'),
);

const sensorReport = parent(
  'sensorReport',
  text('type'),
  text('exception'),
  ...deviceFields,
  time('time'),
  ...['microorganism', 'chemicalSubstance', 'value', 'component', 'stringValue', 'booleanValue'].map(text),
  ...['hexBinaryValue', 'uriValue', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank'].map(text),
  ...['percValue', 'uom', 'coordinateReferenceSystem'].map(text),
);

/**
 * The canonical property order of an event (CBV 2.0, 8.9.2), behind the event type. Lists of business transactions,
 * sources and destinations, `ilmd` and user extensions are not in it: they follow, sorted with each other, as the
 * reference implementation has it.
 */
export const propertyOrder: readonly OrderedField[] = [
  time('eventTime'),
  text('eventTimeZoneOffset'),
  text('certificationInfo'),
  text('parentID'),
  epcs('epcList'),
  epcs('inputEPCList'),
  epcs('childEPCs'),
  quantities('quantityList'),
  quantities('childQuantityList'),
  quantities('inputQuantityList'),
  epcs('outputEPCList'),
  quantities('outputQuantityList'),
  text('action'),
  text('transformationID'),
  text('bizStep'),
  text('disposition'),
  parent('persistentDisposition', text('set'), text('unset')),
  parent('readPoint', text('id')),
  parent('bizLocation', text('id')),
  parent('sensorElementList', parent('sensorElement', sensorMetadata, sensorReport)),
];
