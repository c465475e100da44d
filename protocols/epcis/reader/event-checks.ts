import type { JsonObject } from '../json.ts';
import { memberOf } from '../json.ts';
import {
  actions,
  bizSteps,
  bizTransactionTypes,
  dispositions,
  errorReasons,
  partyTypes,
} from '../vocabulary.ts';
import {
  array,
  both,
  type Check,
  dateTime,
  decimal,
  object,
  oneOf,
  term,
  textOf,
  uri,
  whole,
} from './checks.ts';
import { context } from './context-check.ts';
import { below } from './fault.ts';
import { isUri } from './formats.ts';
import { nearestTerm } from './nearest-term.ts';
import { sensorElementList } from './sensor-checks.ts';

const zoneOffset = textOf(
  (text) => /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/.test(text),
  'the offset of the local time from UTC',
  'Write sign, hours and minutes, such as "+01:00".',
);

const unitOfMeasure = textOf(
  (text) => /^[A-Z0-9]{2,3}$/.test(text),
  'a unit code of UN/ECE Recommendation 20',
  'Write the code, such as "KGM", or leave "uom" out to count whole items.',
);

const disposition = term('a disposition', dispositions);
const place = object({ fields: { id: uri }, required: ['id'], others: 'open' });
const quantityList = array(
  object({
    fields: { epcClass: uri, quantity: decimal, uom: unitOfMeasure },
    required: ['epcClass'],
    others: 'closed',
  }),
);

function party(name: 'source' | 'destination'): Check {
  const fields = { type: term('a source or destination type', partyTypes), [name]: uri };
  return array(object({ fields, required: ['type', name], others: 'closed' }));
}

function bizTransactions(min: number): Check {
  const fields = { type: term('a business transaction type', bizTransactionTypes), bizTransaction: uri };
  return array(object({ fields, required: ['bizTransaction'], others: 'closed' }), { min });
}

const errorDeclaration = object({
  fields: {
    declarationTime: dateTime,
    reason: term('an error reason', errorReasons),
    correctiveEventIDs: array(uri),
  },
  required: ['declarationTime'],
  others: 'extensible',
});

const certificationInfo: Check = (value, at, faults) =>
  Array.isArray(value) ? array(uri)(value, at, faults) : uri(value, at, faults);

const dispositionSet = array(disposition, { min: 1, unique: true });
const persistentDisposition = both(
  object({ fields: { set: dispositionSet, unset: dispositionSet }, others: 'closed' }),
  whole((object, at, faults) => {
    if (Object.hasOwn(object, 'set') || Object.hasOwn(object, 'unset')) return;
    faults.add(at, object, '"set" or "unset"', 'Name the dispositions that begin or end to hold.');
  }),
);

const ilmd = object({ fields: {}, others: 'extensible' });

/** What every event may have (EPCIS 2.0, 7.4.1). */
const common = {
  '@context': context,
  eventTime: dateTime,
  recordTime: dateTime,
  eventTimeZoneOffset: zoneOffset,
  eventID: uri,
  certificationInfo,
  errorDeclaration,
};
const commonlyRequired = ['eventTime', 'eventTimeZoneOffset'];

/** What all five types of the standard may have. */
const standard = {
  ...common,
  type: () => {},
  bizStep: term('a business step', bizSteps),
  disposition,
  readPoint: place,
  bizLocation: place,
  bizTransactionList: bizTransactions(0),
  sourceList: party('source'),
  destinationList: party('destination'),
  sensorElementList,
};

const children = { parentID: uri, childEPCs: array(uri), childQuantityList: quantityList };
const action = oneOf(actions);
const uniqueEpcs = array(uri, { unique: true });

function event(fields: Readonly<Record<string, Check>>, required: readonly string[], content: Check): Check {
  const form = { fields: { ...standard, ...fields }, required: [...commonlyRequired, ...required] };
  return both(object({ ...form, others: 'extensible' }), content);
}

function filled(event: JsonObject, name: string): boolean {
  const value = memberOf(event, name);
  return Array.isArray(value) && value.length > 0;
}

/** Something has to say what the event is about, unless a deletion is about all that was there before. */
function needsContent(expected: string, has: (event: JsonObject) => boolean): Check {
  return whole((event, at, faults) => {
    const action = memberOf(event, 'action');
    if (action === undefined || action === 'DELETE' || has(event)) return;
    faults.add(at, event, expected, 'Add at least one of the lists.');
  });
}

const childContent = needsContent(
  '"childEPCs" or "childQuantityList"',
  (event) => filled(event, 'childEPCs') || filled(event, 'childQuantityList'),
);

const transactionContent = needsContent(
  '"epcList" or "quantityList"',
  (event) => Object.hasOwn(event, 'epcList') || filled(event, 'quantityList'),
);

const objectContent = whole((event, at, faults) => {
  const sensed = filled(event, 'sensorElementList') && Object.hasOwn(event, 'readPoint');
  if (!Object.hasOwn(event, 'epcList') && !filled(event, 'quantityList') && !sensed) {
    const remedy = 'Add the objects, or the read point at which the sensors reported.';
    faults.add(at, event, '"epcList", "quantityList" or "sensorElementList" with "readPoint"', remedy);
  }
  const action = memberOf(event, 'action');
  if (Object.hasOwn(event, 'ilmd') && action !== undefined && action !== 'ADD') {
    const remedy = 'Remove it: master data of an instance or lot is stated when it comes into being.';
    faults.add(below(at, 'ilmd'), memberOf(event, 'ilmd'), 'no "ilmd" unless the action is "ADD"', remedy);
  }
});

const transformationContent = whole((event, at, faults) => {
  const input = filled(event, 'inputEPCList') || filled(event, 'inputQuantityList');
  const output = filled(event, 'outputEPCList') || filled(event, 'outputQuantityList');
  if ((input && output) || (Object.hasOwn(event, 'transformationID') && (input || output))) return;
  const remedy =
    'Add what is missing of the lists, or name the process in "transformationID" and the other side in another event.';
  faults.add(at, event, 'inputs and outputs', remedy);
});

/** The event types of the standard (EPCIS 2.0, 7.4.2 to 7.4.6). */
const eventTypes: ReadonlyMap<string, Check> = new Map([
  [
    'ObjectEvent',
    event(
      { epcList: uniqueEpcs, quantityList, action, persistentDisposition, ilmd },
      ['action'],
      objectContent,
    ),
  ],
  ['AggregationEvent', event({ ...children, action }, ['action'], childContent)],
  [
    'TransactionEvent',
    event(
      {
        bizTransactionList: both(
          standard.bizTransactionList,
          array(() => {}, { min: 1 }),
        ),
        parentID: uri,
        epcList: array(uri),
        quantityList,
        action,
      },
      ['bizTransactionList', 'action'],
      transactionContent,
    ),
  ],
  [
    'TransformationEvent',
    event(
      {
        inputEPCList: uniqueEpcs,
        inputQuantityList: quantityList,
        outputEPCList: uniqueEpcs,
        outputQuantityList: quantityList,
        transformationID: uri,
        persistentDisposition,
        ilmd,
      },
      [],
      transformationContent,
    ),
  ],
  ['AssociationEvent', event({ ...children, action }, ['action', 'parentID'], childContent)],
]);

const eventType: Check = (value, at, faults) => {
  if (typeof value === 'string' && isUri(value)) return;
  const names = [...eventTypes.keys()];
  const near = typeof value === 'string' ? nearestTerm(value, names) : undefined;
  const remedy = near === undefined ? 'Write the type of the event.' : `Perhaps "${near}" is meant.`;
  faults.add(at, value, `${names.join(', ')} or the URI of your own event type`, remedy);
};

/** An event of somebody's own type: only what is common to all events is known (EPCIS 2.0, 7.4). */
const ownEvent = object({
  fields: { ...common, type: eventType },
  required: [...commonlyRequired, 'type'],
  others: 'open',
});

/** Checks an event by its type. */
export const anyEvent: Check = (value, at, faults) => {
  const type = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const name = memberOf(type as JsonObject, 'type');
  const check = typeof name === 'string' ? eventTypes.get(name) : undefined;
  (check ?? ownEvent)(value, at, faults);
};
