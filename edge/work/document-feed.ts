import type { z } from 'zod';
import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { LogLines } from '../../kernel/log-lines.ts';
import { maxDocumentsPerPage, type WorkPosition } from '../../protocols/wire/work.ts';
import { edgeErrors } from '../edge-errors.ts';

const pollEveryMs = 15_000;
const requestTimeoutMs = 10_000;
const retryPlan = { firstMs: 500, maxMs: 15_000 };

/** A page of a feed of the gateway: of work, or of the floor. */
interface FedPage {
  readonly site: string;
  readonly epoch: string;
  readonly documents: readonly unknown[];
  readonly more: boolean;
}

/** What a feed keeps up to date: of a station in SQLite, of a handheld in the browser. */
interface FedReplica<Page> {
  readonly position: WorkPosition;
  /** False if the page does not follow on what the replica holds; then nothing was changed. */
  apply(page: Page, after: number): boolean | Promise<boolean>;
}

export interface FeedOptions<Page> {
  readonly replica: FedReplica<Page>;
  readonly site: string;
  /** Base URL of the gateway. */
  readonly gatewayUrl: string;
  readonly token?: string | undefined;
  /** With the station's certificate, if it has one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock: Clock;
  readonly log: LogLines;
  /** The replica has changed. */
  readonly onChange: () => void;
}

/** Where a feed comes from. */
interface FeedSource<Page> {
  /** Begins the events of its log: `work`, `floor`. */
  readonly name: string;
  readonly path: string;
  readonly page: z.ZodType<Page>;
}

/**
 * Keeps a replica up to date: it pulls everything after its cursor when it is poked, and now and then in case a poke was
 * lost. One pull at a time.
 */
export class DocumentFeed<Page extends FedPage> {
  private readonly options: FeedOptions<Page>;
  private readonly source: FeedSource<Page>;
  private running = false;
  private pulling: Promise<void> | undefined;
  private again = false;
  private attempt = 0;
  private cancelTimer = () => {};
  private readonly aborted = new AbortController();

  constructor(options: FeedOptions<Page>, source: FeedSource<Page>) {
    this.options = options;
    this.source = source;
  }

  start(): void {
    this.running = true;
    this.pull();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer();
    this.aborted.abort();
    await this.pulling;
  }

  /** The gateway says that there is something new. */
  poked(poke: { readonly v?: 1; readonly epoch: string; readonly cursor: number }): void {
    const { epoch, cursor } = this.options.replica.position;
    if (poke.epoch !== epoch || poke.cursor > cursor) this.pull();
  }

  private pull(): void {
    if (!this.running) return;
    if (this.pulling !== undefined) {
      this.again = true;
      return;
    }
    this.cancelTimer();
    this.again = false;
    this.pulling = this.pullAll().then((delayMs) => {
      this.pulling = undefined;
      if (!this.running) return;
      if (this.again) this.pull();
      else this.cancelTimer = this.options.clock.after(delayMs, () => this.pull());
    });
  }

  /** @returns after how long to look again. */
  private async pullAll(): Promise<number> {
    try {
      while (await this.pullPage());
      this.attempt = 0;
      return Math.round(pollEveryMs * (0.8 + 0.4 * Math.random()));
    } catch (thrown) {
      const { name } = this.source;
      if (this.running) this.options.log.warn({ event: `${name}.pull_failed` }, messageOf(thrown));
      this.attempt += 1;
      return backoffMs(this.attempt - 1, retryPlan);
    }
  }

  /** @returns true if there is more. */
  private async pullPage(): Promise<boolean> {
    const { replica, site, onChange, log } = this.options;
    const { name } = this.source;
    const { epoch, cursor } = replica.position;
    const page = await this.fetchPage(cursor, epoch);
    if (page.site !== site) throw failed(`the gateway answered for site ${page.site}, not ${site}`);
    // A page of another epoch after a cursor of the old one may lack its beginning: ask for it from there.
    const first = page.epoch !== epoch && cursor > 0 ? await this.fetchPage(0, page.epoch) : undefined;
    const taken = await replica.apply(first ?? page, first === undefined ? cursor : 0);
    if (!taken) throw failed(`the epoch of the feed changed from ${epoch} while it was read`);
    const { documents, more } = first ?? page;
    if (documents.length > 0) {
      log.info({ event: `${name}.applied`, documents: documents.length, cursor: replica.position.cursor });
    }
    onChange();
    if (more && replica.position.cursor === cursor && page.epoch === epoch) {
      throw failed(`the gateway has more of the ${name} after ${cursor} and does not hand it out`);
    }
    return more && this.running;
  }

  private async fetchPage(after: number, epoch: string | null): Promise<Page> {
    const { gatewayUrl, token, fetch: fetchOf = fetch } = this.options;
    const url = new URL(this.source.path, gatewayUrl);
    url.searchParams.set('after', String(after));
    url.searchParams.set('limit', String(maxDocumentsPerPage));
    if (epoch !== null) url.searchParams.set('epoch', epoch);
    const response = await fetchOf(url, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([this.aborted.signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    if (!response.ok) throw failed(`the gateway answered ${response.status} to ${url.pathname}`);
    const parsed = this.source.page.safeParse(await response.json());
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const place = issue?.path.map(String).join('.');
    throw failed(`the gateway's page of ${this.source.name}: ${place}: ${issue?.message}`);
  }
}

function failed(message: string) {
  return edgeErrors.fault('WORK_FEED_FAILED', message);
}
