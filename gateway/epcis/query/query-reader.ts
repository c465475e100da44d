import type { FastifyRequest } from 'fastify';
import type { PackproofError } from '../../../kernel/errors.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import {
  type Namespaces,
  namespacesWithin,
  standardNamespaces,
} from '../../../protocols/epcis/hash/namespaces.ts';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import type { EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import { readQuery } from '../../../protocols/epcis/query/read-query.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { extensionsOf } from '../http/negotiation.ts';

/** Parameters that are not of the query itself: they say how its results come. */
const ofTheAnswer = new Set(['perPage', 'nextPageToken']);

export type QueryReader = ReturnType<typeof createQueryReader>;

/** Reads queries as they stand in addresses and in stored definitions. */
export function createQueryReader(reader: Sqlite) {
  const seen = reader
    .prepare('SELECT namespace FROM prefixes WHERE prefix = ? ORDER BY namespace LIMIT 20')
    .pluck();

  function read(
    parameters: Readonly<Record<string, unknown>>,
    namespaces: Namespaces,
    where: string,
  ): EventQuery {
    const seenNamespaces = (prefix: string) => seen.all(prefix) as string[];
    const reading = readQuery(parameters, { namespaces, seenNamespaces });
    if (reading.ok) return reading.query;
    throw refused(reading.faults, where);
  }

  return {
    /** The query of an address: lists are joined by `|`, or the parameter stands there several times. @throws EPCIS_QUERY_INVALID */
    ofAddress(request: FastifyRequest): EventQuery {
      const given = Object.entries(request.query as Record<string, string | string[]>);
      const parameters = given
        .filter(([name]) => !ofTheAnswer.has(name))
        .map(([name, value]) => [name, listOf(value)]);
      return read(Object.fromEntries(parameters) as Record<string, unknown>, extensionsOf(request), 'query');
    },
    /** The query of a stored definition. @throws EPCIS_QUERY_INVALID */
    ofDefinition(
      definition: Readonly<Record<string, unknown>>,
      outer: Namespaces = standardNamespaces,
    ): EventQuery {
      return read(definition, namespacesWithin(definition as JsonObject, outer), 'body.query');
    },
  };
}

function listOf(value: string | string[]): string | string[] {
  const values = [value].flat().flatMap((text) => text.split('|'));
  const [only = ''] = values;
  return values.length === 1 ? only : values;
}

function refused(faults: readonly { place: string; message: string }[], where: string): PackproofError {
  const placed = faults.map(({ place, message }) => ({ place: `${where}.${place}`, message }));
  const [first] = placed;
  const more = placed.length > 1 ? ` (and ${placed.length - 1} more)` : '';
  return epcisErrors.fault('EPCIS_QUERY_INVALID', `${first?.place}: ${first?.message}${more}`, {
    faults: placed,
    ...(first === undefined ? {} : { place: first.place }),
  });
}
