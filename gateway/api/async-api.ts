import type { z } from 'zod';
import type { Pause } from '../../kernel/http/document-route.ts';
import { jsonSchemaOf } from '../../kernel/http/open-api.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { factEvent, setAsideData } from '../../protocols/wire/event.ts';
import { factData, factEnvelope } from '../../protocols/wire/fact.ts';
import { factAck, factBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationReport } from '../../protocols/wire/status.ts';
import { ackTopic, eventsTopic, factsTopic, reportTopic, workTopic } from '../../protocols/wire/topics.ts';
import { workPoke } from '../../protocols/wire/work.ts';

type Json = Readonly<Record<string, unknown>>;

/** The AsyncAPI 3.0 document of a gateway's MQTT port, from the schemas of the wire: what subscribers get, and what a station says and hears. */
export async function asyncApiDocument(pause: Pause): Promise<Json> {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Packproof gateway: facts and events over MQTT 3.1.1',
      version: packageVersion,
      description:
        'Back-office systems subscribe to events; stations publish facts and are told how far these are durable. docs/integrate.md shows how.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: { ...eventChannels(), ...stationChannels() },
    operations: operations(),
    components: { messages: await messages(pause), parameters },
  };
}

const parameters = {
  site: { description: 'The site, such as HAM.' },
  station: { description: 'The station, such as S1.' },
};

const siteParameter = { site: { $ref: '#/components/parameters/site' } };
const stationParameters = { ...siteParameter, station: { $ref: '#/components/parameters/station' } };

/** Event types: those of the facts, and that of a fact which did not verify. */
const eventTypes = [...Object.keys(factData), 'fact.set_aside'];

function eventChannels(): Json {
  return Object.fromEntries(
    eventTypes.map((type) => [
      `events/${type}`,
      {
        address: eventsTopic('{site}', type),
        parameters: siteParameter,
        messages: { event: { $ref: `#/components/messages/${type}` } },
      },
    ]),
  );
}

const stationTopics = {
  facts: { address: factsTopic('{site}', '{station}'), message: 'factBatch', action: 'receive' },
  ack: { address: ackTopic('{site}', '{station}'), message: 'factAck', action: 'send' },
  report: { address: reportTopic('{site}', '{station}'), message: 'stationReport', action: 'receive' },
  work: { address: workTopic('{site}'), message: 'workPoke', action: 'send' },
} as const;

function stationChannels(): Json {
  return Object.fromEntries(
    Object.entries(stationTopics).map(([name, { address, message }]) => [
      name,
      {
        address,
        parameters: name === 'work' ? siteParameter : stationParameters,
        messages: { [message]: { $ref: `#/components/messages/${message}` } },
      },
    ]),
  );
}

/** Of the gateway's side, as AsyncAPI has it: it sends events, and receives facts. */
function operations(): Json {
  const events = eventTypes.map((type) => [`send/${type}`, operation('send', `events/${type}`, 1)]);
  const stations = Object.entries(stationTopics).map(([name, { action }]) => [
    `${action}/${name}`,
    operation(action, name, name === 'facts' || name === 'ack' ? 1 : 0),
  ]);
  return Object.fromEntries([...events, ...stations]);
}

function operation(action: 'send' | 'receive', channel: string, qos: 0 | 1): Json {
  return {
    action,
    channel: { $ref: `#/channels/${channel.replaceAll('~', '~0').replaceAll('/', '~1')}` },
    bindings: { mqtt: { qos, retain: false } },
  };
}

async function messages(pause: Pause): Promise<Json> {
  const made: Record<string, unknown> = {};
  for (const [type, data] of Object.entries(factData)) {
    await pause();
    made[type] = eventMessage(type, factOf(type, data));
  }
  await pause();
  return {
    ...made,
    'fact.set_aside': eventMessage('fact.set_aside', jsonSchemaOf(setAsideData, 'output')),
    factBatch: message('A batch of facts of one station, in order', factBatch, 'input'),
    factAck: message('How far the gateway has the facts of a station, durably', factAck, 'output'),
    stationReport: message('The condition of a station', stationReport, 'input'),
    workPoke: message('There is new work to pull', workPoke, 'output'),
  };
}

function message(summary: string, schema: z.ZodType, io: 'input' | 'output'): Json {
  return { summary, contentType: 'application/json', payload: jsonSchemaOf(schema, io) };
}

/** The envelope of a fact with the data of its type. */
function factOf(type: string, data: z.ZodType): Json {
  const envelope = jsonSchemaOf(factEnvelope, 'output') as { properties: Json };
  const properties = { ...envelope.properties, type: { const: type }, data: jsonSchemaOf(data, 'output') };
  return { ...envelope, properties };
}

function eventMessage(type: string, data: Json): Json {
  const event = jsonSchemaOf(factEvent, 'output') as { properties: Json };
  return {
    summary: `CloudEvents 1.0: ${type}`,
    contentType: 'application/cloudevents+json',
    payload: {
      ...event,
      properties: { ...event.properties, type: { const: `packproof.${type}` }, data },
    },
  };
}
