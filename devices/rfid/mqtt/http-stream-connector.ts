import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Connection, ConnectionEvents, Connector } from '../../line/connector.ts';
import { type ImpinjRestSettings, impinjRequest } from './impinj-rest.ts';

/** How long a reader may take to begin its answer. */
const answerMs = 10_000;

/** Reaches the event stream of an Impinj reader: a GET whose answer does not end. */
export function httpStreamConnector(settings: ImpinjRestSettings, clock: Clock): Connector {
  return {
    address: `${settings.url.replace(/\/$/, '')}/api/v1/data/stream`,
    connect: (events) => new StreamConnection(settings, clock, events),
  };
}

class StreamConnection implements Connection {
  private readonly request: ClientRequest;
  private readonly events: ConnectionEvents;
  private readonly cancelAnswer: () => void;
  private open = false;
  private over = false;

  constructor(settings: ImpinjRestSettings, clock: Clock, events: ConnectionEvents) {
    this.events = events;
    this.request = impinjRequest(settings, 'GET', '/data/stream');
    this.cancelAnswer = clock.after(answerMs, () => this.request.destroy(new Error('it does not answer')));
    this.request.on('response', (response) => this.answered(response));
    this.request.on('error', (error) => this.end(true, messageOf(error)));
    this.request.on('close', () => this.end(true, 'the connection was closed'));
    this.request.end();
  }

  write(_bytes: Uint8Array, done: (error: Error | null) => void): void {
    done(new Error('a stream of events takes no bytes'));
  }

  close(): void {
    this.request.destroy();
  }

  private answered(response: IncomingMessage): void {
    this.cancelAnswer();
    const code = response.statusCode ?? 0;
    if (code !== 200) {
      this.end(false, refusal(code));
      this.request.destroy();
      return;
    }
    response.on('data', (chunk: Buffer) => {
      if (!this.over) this.events.bytes(chunk);
    });
    response.on('error', (error) => this.end(true, messageOf(error)));
    response.on('end', () => this.end(true, 'the reader ended the stream'));
    this.open = true;
    this.events.opened();
  }

  private end(missing: boolean, detail: string): void {
    if (this.over) return;
    this.over = true;
    this.cancelAnswer();
    if (this.open) this.events.closed(detail);
    else this.events.failed(missing, detail);
  }
}

function refusal(code: number): string {
  if (code === 401 || code === 403) return 'the reader refuses the user or the password';
  if (code === 404) return 'the reader has no event stream: is its RFID interface set to IoT?';
  return `the reader answered with HTTP ${code}`;
}
