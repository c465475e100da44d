import { Client } from 'pg';
import { type BackoffPlan, backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { type Notes, notesChannel, readNotes } from '../change-notes.ts';
import { clientConfig } from './connections.ts';
import type { DatabaseAddress } from './database-url.ts';

export interface Listener {
  /** What another replica has committed. */
  heard(notes: Notes): void;
  /** The connection was away: something may have been missed, whatever it is. */
  missed(): void;
}

interface Deps {
  readonly log: Log;
  readonly clock: Clock;
  /** Our own name; what we said ourselves is not heard. */
  readonly instance: string;
}

const pause: BackoffPlan = { firstMs: 250, maxMs: 10_000 };
/** A network that drops a silent connection would leave us deaf without a word. */
const pulseMs = 20_000;
const pulseLimitMs = 5_000;

/** Hears the notes of the other replicas on a connection of its own, and makes a new one whenever it breaks. */
export class Listening {
  readonly #address: DatabaseAddress;
  readonly #listener: Listener;
  readonly #deps: Deps;
  #client: Client | null = null;
  #cancel: () => void = () => undefined;
  #attempt = 0;
  #stopped = false;

  constructor(address: DatabaseAddress, listener: Listener, deps: Deps) {
    this.#address = address;
    this.#listener = listener;
    this.#deps = deps;
  }

  /** Resolves when it listens, or when the first try has failed: it goes on trying. */
  async start(): Promise<void> {
    const client = new Client({ ...clientConfig(this.#address), query_timeout: pulseLimitMs });
    this.#client = client;
    client.on('error', (thrown) => this.#lost(client, thrown));
    client.on('end', () => this.#lost(client, new Error('the server ended the connection')));
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    try {
      await client.connect();
      await client.query(`listen ${notesChannel}`);
    } catch (thrown) {
      this.#lost(client, thrown);
      return;
    }
    if (this.#attempt > 0) this.#listener.missed();
    this.#attempt = 0;
    this.#awaitPulse(client);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #hear(payload: string): void {
    const notes = readNotes(payload, this.#deps.instance);
    if (notes !== null) this.#listener.heard(notes);
  }

  #awaitPulse(client: Client): void {
    this.#cancel = this.#deps.clock.after(pulseMs, () => {
      client.query('select 1').then(
        () => {
          if (client === this.#client) this.#awaitPulse(client);
        },
        (thrown: unknown) => this.#lost(client, thrown),
      );
    });
  }

  #lost(client: Client, thrown: unknown): void {
    if (client !== this.#client) return;
    this.#client = null;
    this.#cancel();
    client.end().catch(() => undefined);
    if (this.#stopped) return;
    const { log, clock } = this.#deps;
    const fields = { event: 'database.listening_lost', place: this.#address.place, attempt: this.#attempt };
    log.warn(fields, `changes of other replicas are not heard: ${messageOf(thrown)}`);
    this.#cancel = clock.after(backoffMs(this.#attempt, pause), () => void this.start());
    this.#attempt += 1;
  }
}
