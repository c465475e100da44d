import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Connection, ConnectionEvents, Connector } from '../../line/connector.ts';
import type { HidAccess, HidHandle } from './hid-access.ts';
import { type HidSelection, type HidUsage, selectHid, shown } from './hid-selection.ts';

/** Keeps a device from other programs for as long as it is connected. */
export interface Hold {
  release(): Promise<void>;
}

export interface HidConnectorOptions {
  readonly selection: HidSelection;
  readonly wanted: HidUsage;
  readonly access: HidAccess;
  readonly clock: Clock;
  /** A report descriptor that counts instead of that of the device. */
  readonly descriptor?: Uint8Array | undefined;
  /** Looks at an opened device before anything is read from it. Returns why it cannot be used, or null. */
  readonly prepare: (descriptor: Uint8Array, handle: HidHandle) => string | null;
  /** @throws if the device cannot be held; `lost` is called if it is not held any more. */
  readonly hold?: ((path: string, lost: (message: string) => void) => Promise<Hold>) | undefined;
}

/** How often it is looked for a device that is not there. */
const lookMs = 1_000;

/** Reaches a HID device by what it is, wherever it is plugged in; each input report comes as bytes of its own. */
export function hidConnector(options: HidConnectorOptions): Connector {
  let current: HidConnection | undefined;
  return {
    address: `hid:${shown(options.selection)}`,
    connect: (events) => {
      current = new HidConnection(options, events);
      return current;
    },
    // The system tells of no plugging in; that a device is gone shows when it is read.
    watch: ({ appeared }) => pollFor(options, () => current?.isOver !== false, appeared),
  };
}

function pollFor(options: HidConnectorOptions, isWanted: () => boolean, appeared: () => void): () => void {
  let stopped = false;
  let wasThere = true;
  let cancel = () => {};
  const look = async () => {
    const isThere = isWanted() ? await isListed(options) : true;
    if (stopped) return;
    if (isThere && !wasThere) appeared();
    wasThere = isThere;
    if (!stopped) cancel = options.clock.after(lookMs, () => void look());
  };
  cancel = options.clock.after(lookMs, () => void look());
  return () => {
    stopped = true;
    cancel();
  };
}

async function isListed({ access, selection, wanted }: HidConnectorOptions): Promise<boolean> {
  const listed = await access.list().catch(() => []);
  return selectHid(listed, selection, wanted).kind === 'found';
}

class HidConnection implements Connection {
  private readonly options: HidConnectorOptions;
  private readonly events: ConnectionEvents;
  private handle: HidHandle | undefined;
  private held: Hold | undefined;
  private opened = false;
  private over: string | undefined;

  constructor(options: HidConnectorOptions, events: ConnectionEvents) {
    this.options = options;
    this.events = events;
    void this.open().then(
      (opened) => {
        if (opened) events.opened();
      },
      (thrown: unknown) => this.fail(false, messageOf(thrown)),
    );
  }

  get isOver(): boolean {
    return this.over !== undefined;
  }

  write(_bytes: Uint8Array, done: (error: Error | null) => void): void {
    done(new Error('a HID device is sent reports, not bytes'));
  }

  close(): void {
    if (this.opened) this.end('');
    // What is being opened sees it at its next step.
    else this.over ??= '';
  }

  /** @returns whether it may be used; otherwise it has failed. */
  private async open(): Promise<boolean> {
    const { access, selection, wanted, prepare, hold } = this.options;
    const selected = selectHid(await access.list(), selection, wanted);
    if (selected.kind !== 'found') return this.fail(selected.kind === 'missing', selected.message);
    const { path } = selected.info;
    if (this.isOver) return this.giveUp();
    const descriptor = this.options.descriptor ?? (await access.descriptor(path));
    this.handle = await access.open(path, {
      report: (bytes) => this.events.bytes(bytes),
      failed: (message) => this.broken(message),
    });
    if (this.isOver) return this.giveUp();
    const problem = prepare(descriptor, this.handle);
    if (problem !== null) return this.fail(false, problem);
    this.held = await hold?.(path, (message) => this.broken(message));
    if (this.isOver) return this.giveUp();
    this.opened = true;
    return true;
  }

  private giveUp(): boolean {
    return this.fail(true, this.over || 'it was given up');
  }

  private broken(message: string): void {
    if (this.opened) this.end(message);
    else this.over ??= message;
  }

  private fail(missing: boolean, message: string): false {
    this.over ??= message;
    void this.letGo().then(() => this.events.failed(missing, message));
    return false;
  }

  private end(message: string): void {
    if (this.isOver) return;
    this.over = message;
    void this.letGo().then(() => this.events.closed(message === '' ? undefined : message));
  }

  private async letGo(): Promise<void> {
    await this.held?.release().catch(() => {});
    await this.handle?.close();
  }
}
