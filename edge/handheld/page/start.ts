import { systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { LogLines } from '../../../kernel/log-lines.ts';
import { Handheld } from '../core/handheld.ts';
import { type EnrolmentFault, enrolHandheld } from '../identity/enrol.ts';
import { type HandheldIdentity, readIdentity } from '../identity/handheld-identity.ts';
import { OwnHandheld } from '../identity/own-handheld.ts';
import { openStationDatabase } from '../store/database.ts';
import { HandheldFloor } from '../store/handheld-floor.ts';
import { HandheldLog } from '../store/handheld-log.ts';
import { HandheldPictures } from '../store/handheld-pictures.ts';
import { HandheldReplica } from '../store/handheld-replica.ts';
import { askToPersist } from '../store/storage-space.ts';
import { version } from './version.ts';

/** Where the program stands between the first line and the screen. */
export type Stage =
  | { readonly kind: 'starting' }
  /** Something is missing that this program cannot do without. */
  | { readonly kind: 'unfit'; readonly missing: readonly string[] }
  | {
      readonly kind: 'unenrolled';
      readonly code: string;
      readonly fault: EnrolmentFault | null;
      readonly busy: boolean;
    }
  /** Another tab or window of this browser works; this one goes on as soon as that is closed. */
  | { readonly kind: 'second' }
  | { readonly kind: 'working'; readonly handheld: Handheld }
  | { readonly kind: 'broken'; readonly message: string };

const log: LogLines = {
  info: ({ event, ...fields }, sentence) => console.info(event, sentence ?? '', fields),
  warn: ({ event, ...fields }, sentence) => console.info(event, sentence ?? '', fields),
  error: ({ event, ...fields }, sentence) => console.info(event, sentence ?? '', fields),
};

/** The life of the page: from who this device is to a station that works. */
export class Start {
  private current: Stage = { kind: 'starting' };
  private readonly watchers = new Set<() => void>();

  stage = (): Stage => this.current;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** @param code a one-time code of the address; '' if there was none. */
  async begin(code: string): Promise<void> {
    await this.guarded(async () => {
      const missing = whatIsMissing();
      if (missing.length > 0) return this.show({ kind: 'unfit', missing });
      const identity = await readIdentity();
      if (identity !== null && code === '') return this.work(identity);
      if (code === '') return this.show({ kind: 'unenrolled', code, fault: null, busy: false });
      await this.enrol(code);
    });
  }

  /** Redeems a one-time code, and goes on as the station that it names. */
  async enrol(code: string): Promise<void> {
    await this.guarded(async () => {
      this.show({ kind: 'unenrolled', code, fault: null, busy: true });
      const result = await enrolHandheld(code);
      if ('kind' in result) this.show({ kind: 'unenrolled', code, fault: result, busy: false });
      else await this.work(result);
    });
  }

  /** Only one tab works: two would continue one chain. The lock ends with the tab, however that ends. */
  private async work(identity: HandheldIdentity): Promise<void> {
    const free = await this.holding({ ifAvailable: true }, identity);
    if (free) return;
    this.show({ kind: 'second' });
    await this.holding({}, identity);
  }

  private holding(options: LockOptions, identity: HandheldIdentity): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const held = async (lock: Lock | null) => {
        if (lock === null) return resolve(false);
        // Whoever waited may have been enrolled anew in the tab that worked.
        await this.run((await readIdentity()) ?? identity);
        resolve(true);
        // For as long as the page lives.
        await new Promise(() => {});
      };
      navigator.locks.request('packproof-handheld', options, held).catch(reject);
    });
  }

  private async run(identity: HandheldIdentity): Promise<void> {
    const { site, station } = identity;
    await askToPersist();
    const database = await openStationDatabase(site, station);
    const facts = await HandheldLog.open({ database, site, station });
    const finished = new Set(await facts.finishedOrders());
    const replica = await HandheldReplica.open(database, (order) => finished.has(order));
    const floor = await HandheldFloor.open(database, systemClock);
    const gatewayUrl = location.origin;
    const handheld = new Handheld({
      identity: new OwnHandheld(identity),
      facts,
      replica,
      floor,
      pictures: await HandheldPictures.open(database),
      finished,
      clock: systemClock,
      log,
      version,
      gatewayUrl,
    });
    handheld.start();
    window.addEventListener('online', () => handheld.tryNow());
    document.addEventListener('visibilitychange', () =>
      handheld.pageShown(document.visibilityState === 'visible'),
    );
    this.show({ kind: 'working', handheld });
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.show({ kind: 'broken', message: messageOf(thrown) });
    }
  }

  private show(stage: Stage): void {
    this.current = stage;
    for (const watcher of this.watchers) watcher();
  }
}

function whatIsMissing(): string[] {
  if (!window.isSecureContext) return ['https'];
  return [
    ...('indexedDB' in window ? [] : ['IndexedDB']),
    ...(navigator.locks === undefined ? ['Web Locks'] : []),
    ...(navigator.storage?.persist === undefined ? ['persistent storage'] : []),
    ...(crypto.subtle === undefined ? ['Web Crypto'] : []),
  ];
}
