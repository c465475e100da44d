import { systemClock } from '../../../../kernel/clock.ts';
import type {
  PartAssignment,
  PartCommand,
  PartNews,
  StationsTally,
  SubscriberTally,
} from './part-messages.ts';
import { startStations } from './stations-part.ts';
import { startSubscriber } from './subscriber-part.ts';

const progressMs = 500;

/** What one process of the simulated warehouse does. */
export interface Part<Tally> {
  go(): void;
  /** All have warmed up: how long facts are on their way counts from here on. */
  measure(): void;
  /** No new facts; what there is still arrives. */
  stop(): void;
  isDone(): boolean;
  tally(): Tally;
  close(): Promise<void>;
}

/** Runs one process of the warehouse; it is spoken to over the channel of the process that started it, and ends with it. */
export async function runWarehousePart(): Promise<void> {
  const assignment = await new Promise<PartAssignment>((resolve) => {
    process.once('message', (message) => resolve(message as PartAssignment));
  });
  process.once('disconnect', () => process.exit(0));
  if (assignment.role === 'stations') run('stations', startStations(assignment));
  else run('subscriber', await startSubscriber(assignment).catch(giveUp));
}

/** The channel alone would keep this process, and whoever started it would wait for a word of it. */
function giveUp(thrown: unknown): never {
  process.channel?.unref();
  throw thrown;
}

function run<Role extends 'stations' | 'subscriber'>(
  role: Role,
  part: Part<Role extends 'stations' ? StationsTally : SubscriberTally>,
): void {
  let stopped = false;
  const say = (news: PartNews) => process.send?.(news);
  const tell = (kind: 'progress' | 'done') => say({ kind, role, tally: part.tally() } as PartNews);
  const look = () => {
    if (stopped && part.isDone()) {
      tell('done');
      void part.close().finally(() => process.disconnect());
      return;
    }
    tell('progress');
    systemClock.after(progressMs, look);
  };
  process.on('message', (command: PartCommand) => {
    if (command.kind === 'measure') part.measure();
    else if (command.kind === 'stop') {
      stopped = true;
      part.stop();
    } else {
      part.go();
      look();
    }
  });
  say({ kind: 'ready' });
}
