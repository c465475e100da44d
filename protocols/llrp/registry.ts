import type { Encoding, MessageDefinition, ParameterDefinition } from './declare.ts';
import { accessOperationParameters } from './definitions/access-operation.ts';
import { airProtocolParameters } from './definitions/air-protocol.ts';
import {
  airProtocolAccess11Parameters,
  airProtocolAccessParameters,
} from './definitions/air-protocol-access.ts';
import { capabilityParameters } from './definitions/capabilities.ts';
import { configurationParameters } from './definitions/configuration.ts';
import { eventParameters } from './definitions/events.ts';
import {
  impinjAccessParameters,
  impinjConfigurationParameters,
  impinjMessages,
  impinjReportParameters,
} from './definitions/impinj.ts';
import { messages } from './definitions/messages.ts';
import {
  motorolaCapabilityParameters,
  motorolaConfigurationParameters,
  motorolaMessages,
  motorolaReportParameters,
} from './definitions/motorola.ts';
import { readerOperationParameters } from './definitions/reader-operation.ts';
import { reportParameters } from './definitions/reports.ts';
import { statusParameters } from './definitions/status.ts';

/** Every parameter that is known, by name. */
export const parameterDefinitions = {
  ...statusParameters,
  ...capabilityParameters,
  ...readerOperationParameters,
  ...accessOperationParameters,
  ...configurationParameters,
  ...reportParameters,
  ...eventParameters,
  ...airProtocolParameters,
  ...airProtocolAccessParameters,
  ...airProtocolAccess11Parameters,
  ...impinjConfigurationParameters,
  ...impinjReportParameters,
  ...impinjAccessParameters,
  ...motorolaCapabilityParameters,
  ...motorolaConfigurationParameters,
  ...motorolaReportParameters,
};

/** Every message that is known, by name. */
export const messageDefinitions = { ...messages, ...impinjMessages, ...motorolaMessages };

/** A definition with its name. */
export interface Known<D> {
  readonly name: string;
  readonly definition: D;
}

export type KnownParameter = Known<ParameterDefinition>;
export type KnownMessage = Known<MessageDefinition>;

const parametersByName = new Map<string, ParameterDefinition>(Object.entries(parameterDefinitions));
const messagesByName = new Map<string, MessageDefinition>(Object.entries(messageDefinitions));
const parametersByKey = byKey(parametersByName);
const messagesByKey = byKey(messagesByName);

function byKey<D extends { readonly encoding: Encoding }>(definitions: ReadonlyMap<string, D>) {
  const known = new Map<string | number, Known<D>>();
  for (const [name, definition] of definitions) {
    known.set(keyOf(definition.encoding), { name, definition });
  }
  return known;
}

function keyOf(encoding: Encoding): string | number {
  return encoding.form === 'custom' ? customKey(encoding.vendor, encoding.subtype) : encoding.type;
}

function customKey(vendor: number, subtype: number): string {
  return `${vendor}/${subtype}`;
}

export function parameterNamed(name: string): ParameterDefinition | undefined {
  return parametersByName.get(name);
}

export function messageNamed(name: string): MessageDefinition | undefined {
  return messagesByName.get(name);
}

/** By the number on the wire: TV below 128, TLV from there on. */
export function parameterOfType(type: number): KnownParameter | undefined {
  return parametersByKey.get(type);
}

export function messageOfType(type: number): KnownMessage | undefined {
  return messagesByKey.get(type);
}

export function customParameterOf(vendor: number, subtype: number): KnownParameter | undefined {
  return parametersByKey.get(customKey(vendor, subtype));
}

export function customMessageOf(vendor: number, subtype: number): KnownMessage | undefined {
  return messagesByKey.get(customKey(vendor, subtype));
}
