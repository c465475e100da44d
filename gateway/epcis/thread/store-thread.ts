import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../../kernel/clock.ts';
import { standBack } from './stand-back.ts';
import type { StoreMessage, StoreReply } from './store-tasks.ts';
import { type Note, startStoreWork } from './store-work.ts';
import { faultOf } from './task-fault.ts';

/** What a thread is started with. */
export type StoreThreadData = Pick<
  Parameters<typeof startStoreWork>[0],
  'dataDir' | 'site' | 'archiveDir' | 'config'
>;

const tell = (reply: StoreReply) => parentPort?.postMessage(reply);

const note: Note = (level, fields, text) => {
  tell({ kind: 'note', level, fields: { ...fields, err: asData(fields.err) } as typeof fields, text });
};

/** Of an error only what Error itself has gets over the boundary. */
function asData(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' ? new Error(`${code}: ${thrown.message}`, { cause: thrown.stack }) : thrown;
}

async function answer({ id, name, asked }: Extract<StoreMessage, { kind: 'task' }>): Promise<void> {
  try {
    tell({ kind: 'answer', id, answer: await work.perform[name](asked as never) });
  } catch (thrown) {
    tell({ kind: 'fault', id, fault: faultOf(thrown) });
  }
}

async function stop(): Promise<void> {
  await work.stop();
  parentPort?.close();
}

standBack();
const work = startStoreWork({ ...(workerData as StoreThreadData), clock: systemClock, note, tell });
parentPort?.on('message', (message: StoreMessage) => {
  if (message.kind === 'task') void answer(message);
  else if (message.kind === 'poke') work.poke();
  else void stop();
});
