import { randomUUID } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { Caller } from '../../../kernel/http/caller.ts';
import { parseRequest } from '../../../kernel/http/http.ts';
import { isOwnOrigin } from '../../../kernel/http/http-access.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import { takeUpgrades } from '../../http/upgrades.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { NamedQueries, Subscription } from './named-queries.ts';
import { createSocketDelivery } from './socket-delivery.ts';
import { scheduleFields, subscriptionTerms } from './subscription-terms.ts';
import type { Subscriptions } from './subscriptions.ts';

const maxSockets = 50;
/** Nothing is expected from a client but its answers to pings. */
const maxPayload = 1_024;
/** Of the WebSocket protocol (RFC 6455, 7.4.1). */
const goingAway = 1_001;
const notAllowed = 1_008;

const controls = z.strictObject({
  stream: z.stringbool().optional(),
  reportIfEmpty: z.stringbool().default(false),
  initialRecordTime: z.string().max(64).optional(),
  ...scheduleFields,
});

interface LiveQueryDeps {
  readonly queries: NamedQueries;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
}

interface Open {
  readonly socket: WebSocket;
  readonly subscription: Subscription;
  readonly caller: Caller | null;
}

export type LiveQueries = ReturnType<typeof createLiveQueries>;

/**
 * Stored queries that are followed over a WebSocket, as long as that is open (EPCIS 2.0, 12: GET /queries/{name}/events with Upgrade). Who
 * comes back goes on by `initialRecordTime`, with the record time of the last event that it has.
 */
export function createLiveQueries({ queries, subscriptions, clock }: LiveQueryDeps) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const upgrades = new WeakMap<IncomingMessage, { readonly socket: Socket; readonly head: Buffer }>();
  const minRecordTimes = new WeakMap<IncomingMessage, string>();
  const open = new Set<Open>();

  // What the client may rely on is told with the handshake.
  server.on('headers', (headers, request) => {
    const minRecordTime = minRecordTimes.get(request);
    if (minRecordTime !== undefined) headers.push(`GS1-Query-Min-Record-Time: ${minRecordTime}`);
  });

  function termsOf(request: FastifyRequest, now: string) {
    const { stream, reportIfEmpty, initialRecordTime, ...fields } = parseRequest(
      controls,
      request.query,
      'query',
    );
    const isScheduled = Object.values(fields).some((field) => field !== undefined);
    const schedule = isScheduled ? fields : undefined;
    return subscriptionTerms({ stream, reportIfEmpty, initialRecordTime, schedule }, now, {
      all: 'query',
      schedule: 'query',
    });
  }

  function begin(socket: WebSocket, subscription: Subscription, caller: Caller | null): void {
    const one: Open = { socket, subscription, caller };
    const isThis = ({ id }: Subscription) => id === subscription.id;
    open.add(one);
    socket.on('close', () => {
      open.delete(one);
      subscriptions.end(isThis);
    });
    subscriptions.begin(subscription, createSocketDelivery(socket, clock));
  }

  return {
    /** Lets upgrades below the repository's addresses go the way of all requests, with their roles and refusals. */
    serve(app: FastifyInstance): void {
      const upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => {
        upgrades.set(request, { socket, head });
        const response = new ServerResponse(request);
        response.shouldKeepAlive = false;
        response.assignSocket(socket);
        response.on('finish', () => socket.end());
        app.routing(request, response);
      };
      const leave = takeUpgrades(app.server, (path) => path.startsWith('/epcis/'), upgrade);
      app.addHook('preClose', async () => {
        leave();
        for (const { socket } of open) socket.close(goingAway, 'the gateway is stopping');
        for (const { socket } of open) socket.terminate();
      });
    },
    /**
     * Null for a request that wants no WebSocket.
     *
     * @throws EPCIS_SUBSCRIPTION_INVALID, EPCIS_TOO_MANY, NOT_ALLOWED for a page of another origin
     */
    follow(request: FastifyRequest, reply: FastifyReply, query: string): FastifyReply | null {
      const upgrade = upgrades.get(request.raw);
      if (upgrade === undefined) return null;
      const { origin, host = '' } = request.headers;
      if (!isOwnOrigin(origin, host)) {
        throw kernelErrors.fault('NOT_ALLOWED', `a page of ${origin} may not follow queries here`);
      }
      if (open.size >= maxSockets) {
        throw epcisErrors.fault(
          'EPCIS_TOO_MANY',
          `${open.size} WebSockets are open, at most ${maxSockets} are served`,
        );
      }
      const createdAt = isoInstant(clock.now());
      const terms = termsOf(request, createdAt);
      const position = queries.positionBefore(terms.initialRecordTime);
      const id = randomUUID();
      const subscription = {
        id,
        query,
        terms,
        signatureToken: null,
        createdAt,
        position,
        lastNotifiedAt: null,
        minRecordTime: null,
      };
      minRecordTimes.set(request.raw, terms.initialRecordTime);
      reply.hijack();
      reply.raw.detachSocket(upgrade.socket);
      server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) => {
        begin(socket, subscription, request.caller);
      });
      return reply;
    },
    /** Ends the sockets of an identity that was revoked. */
    endOf({ kind, name }: Pick<Caller, 'kind' | 'name'>): void {
      for (const { socket, caller } of open) {
        if (caller?.kind === kind && caller.name === name)
          socket.close(notAllowed, 'the identity was revoked');
      }
    },
  };
}
