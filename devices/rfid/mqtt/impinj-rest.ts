import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import { messageOf } from '../../../kernel/errors.ts';
import { microsecondsOf } from '../../../protocols/reader-json/iso-time.ts';
import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { ReaderCommand } from './json-session.ts';
import type { TlsFiles } from './mqtt-config.ts';
import { readTlsFiles } from './tls-files.ts';

export interface ImpinjRestSettings {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly tls: TlsFiles;
  readonly preset: string;
}

const requestMs = 4_000;
const maxBodyBytes = 64 * 1024;
const accepted = 300;
const conflict = 409;

/** What GET /status tells (Impinj Reader Configuration REST API, ReaderStatus). */
const readerStatus = z.looseObject({
  status: z.string().max(32),
  time: z.string().max(64).optional(),
});

/** Sends one request to the reader; the caller ends it. `path` begins below /api/v1. */
export function impinjRequest(settings: ImpinjRestSettings, method: 'GET' | 'POST', path: string) {
  const url = new URL(`/api/v1${path}`, settings.url);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return request(url, {
    ...(url.protocol === 'https:' ? readTlsFiles(settings.tls) : {}),
    method,
    agent: false,
    auth: `${settings.username}:${settings.password}`,
    headers: { accept: 'application/json' },
  });
}

/** How a command is given over REST. */
export function impinjAsk(
  settings: ImpinjRestSettings,
  answered: (message: ReaderMessage) => void,
): (command: ReaderCommand, id: string) => void {
  return (command, id) => {
    const answer = (succeeded: boolean, text: string) =>
      answered({ kind: 'response', command, id, succeeded, text });
    exchange(settings, command)
      .then(({ code, body }) => {
        if (command === 'status' && code < accepted) {
          const status = statusMessage(body);
          if (status !== null) answered(status);
        }
        // Without an answer the session asks again by itself; one that refuses us would only be asked too often.
        answer(code < accepted || code === conflict, `HTTP ${code} ${body.slice(0, 200)}`.trim());
      })
      .catch(() => {});
  };
}

function pathOf(command: ReaderCommand, preset: string): ['GET' | 'POST', string] {
  switch (command) {
    case 'status':
      return ['GET', '/status'];
    case 'start':
      return ['POST', `/profiles/inventory/presets/${preset}/start`];
    case 'stop':
      return ['POST', '/profiles/stop'];
  }
}

function exchange(settings: ImpinjRestSettings, command: ReaderCommand) {
  return new Promise<{ code: number; body: string }>((resolve, reject) => {
    const request = impinjRequest(settings, ...pathOf(command, settings.preset));
    request.setTimeout(requestMs, () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > maxBodyBytes) request.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => resolve({ code: response.statusCode ?? 0, body }));
    });
    request.end();
  });
}

function statusMessage(body: string): ReaderMessage | null {
  try {
    const { status, time } = readerStatus.parse(JSON.parse(body));
    const reading = status === 'idle' ? false : status === 'running' ? true : null;
    const health = { radioConnected: null, reading, temperatureCelsius: null, antennas: [] };
    return { kind: 'heartbeat', atUs: time === undefined ? null : microsecondsOf(time), health };
  } catch (thrown) {
    return {
      kind: 'alert',
      atUs: null,
      text: `its status cannot be read: ${messageOf(thrown).slice(0, 200)}`,
    };
  }
}
