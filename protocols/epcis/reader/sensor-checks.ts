import { components, measurementTypes, sensorAlerts } from '../vocabulary.ts';
import {
  anyText,
  array,
  boolean,
  type Check,
  dateTime,
  decimal,
  object,
  term,
  textOf,
  uri,
  webVocabularyTerms,
} from './checks.ts';

const deviceFields = {
  deviceID: uri,
  deviceMetadata: uri,
  rawData: uri,
  dataProcessingMethod: uri,
  bizRules: uri,
  time: dateTime,
};

const hexadecimal = textOf(
  (text) => /^[A-Fa-f0-9]+$/.test(text),
  'hexadecimal digits',
  'Write two digits of 0-9 and A-F for each byte.',
);

const sensorMetadata = object({
  fields: { ...deviceFields, startTime: dateTime, endTime: dateTime },
  others: 'extensible',
});

const sensorReport = object({
  fields: {
    ...deviceFields,
    type: term('a measurement type', measurementTypes, webVocabularyTerms),
    exception: term('an alert', sensorAlerts, webVocabularyTerms),
    microorganism: uri,
    chemicalSubstance: uri,
    coordinateReferenceSystem: uri,
    value: decimal,
    component: term('a component', components),
    stringValue: anyText,
    booleanValue: boolean,
    hexBinaryValue: hexadecimal,
    uriValue: uri,
    minValue: decimal,
    maxValue: decimal,
    meanValue: decimal,
    sDev: decimal,
    percRank: decimal,
    percValue: decimal,
    uom: anyText,
  },
  required: ['type'],
  others: 'extensible',
});

/** What sensors reported with an event (EPCIS 2.0, 7.3.7). */
export const sensorElementList: Check = array(
  object({
    fields: { sensorMetadata, sensorReport: array(sensorReport, { min: 1 }) },
    required: ['sensorReport'],
    others: 'extensible',
  }),
);
