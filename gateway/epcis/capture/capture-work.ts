import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { eventListOf, withEventList } from '../../../protocols/epcis/document-events.ts';
import { isJsonObject, type JsonObject } from '../../../protocols/epcis/json.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { exceptionOf } from '../http/exceptions.ts';
import type { EventStore, Stored } from '../store/event-store.ts';
import { masterDataOf } from '../store/master-data.ts';
import { type PreparedEvent, prepareEvents } from '../store/prepare-events.ts';
import type { Note } from '../thread/store-work.ts';
import {
  type CaptureError,
  maxErrors,
  type NewJob,
  openCaptureJobs,
  type WaitingJob,
} from './capture-jobs.ts';

/** Few enough to be hashed and stored in some milliseconds: then a stop is heard, and others are told. */
const eventsPerSlice = 20;
const retryMs = 5_000;
/** One that ended its thread so often is given up, or those behind it would wait for ever. */
const maxStarts = 5;

interface CaptureWorkDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly note: Note;
  /** Events were stored. */
  readonly onStored: () => void;
}

/** Stores what was found fit to be captured: documents as jobs, which survive a restart, and single events at once. */
export function startCaptureWork({ store, clock, note, onStored }: CaptureWorkDeps) {
  const jobs = openCaptureJobs(store.db);
  const storeOne = createSingles(store);
  let cancelRetry: (() => void) | undefined;
  let working = false;
  let worked = Promise.resolve();
  let stopped = false;

  function goOn(): void {
    if (working || stopped) return;
    working = true;
    worked = workOff();
  }

  async function workOff(): Promise<void> {
    try {
      for (let job = jobs.next(); job !== undefined && !stopped; job = jobs.next()) {
        if (!(await runJob(job))) return;
      }
    } finally {
      // At once, or a job that is added now would find nobody at work.
      working = false;
    }
  }

  /** False if the store failed: the job is tried again later, for it was promised. */
  async function runJob(job: WaitingJob): Promise<boolean> {
    try {
      await store.writer.runSliced(() => captureJob(job));
      onStored();
    } catch (thrown) {
      if (thrown instanceof Stopped) return false;
      if (!(thrown instanceof RolledBack)) return retryLater(job, thrown);
      await end(job, thrown.errors);
    }
    return true;
  }

  function end({ captureID }: WaitingJob, errors: readonly CaptureError[]): Promise<void> {
    return store.writer.run(() => jobs.finish(captureID, isoInstant(clock.now()), errors));
  }

  function retryLater({ captureID }: WaitingJob, thrown: unknown): boolean {
    note(
      'error',
      { event: 'epcis.capture_failed', captureID, err: thrown },
      'a capture job could not be stored and is tried again',
    );
    if (!stopped) cancelRetry = clock.after(retryMs, goOn);
    return false;
  }

  function* captureJob({
    captureID,
    behaviour,
    errors,
    document: text,
  }: WaitingJob): Generator<undefined, void> {
    const document = JSON.parse(text) as JsonObject;
    const conflicts: CaptureError[] = [];
    for (const events of preparedSlices(document)) {
      for (const event of events) {
        if (store.add(event) === 'conflict' && conflicts.length < maxErrors)
          conflicts.push(conflictOf(event));
      }
      yield;
      if (stopped) throw new Stopped('the capture job goes on after the next start');
    }
    if (behaviour === 'rollback' && conflicts.length > 0) throw new RolledBack(conflicts);
    store.addMasterData(masterDataOf(document));
    jobs.finish(captureID, isoInstant(clock.now()), [...errors, ...conflicts].slice(0, maxErrors));
  }

  async function resume(): Promise<void> {
    const begun = await store.writer.run(() => jobs.beginAgain());
    if (begun !== undefined && begun.starts > maxStarts) await end(begun, [interrupted(begun.starts)]);
    goOn();
  }
  const resumed = resume();

  return {
    /** Returns once the job is durable. */
    async addJob(job: NewJob): Promise<null> {
      await store.writer.run(() => jobs.add(job, isoInstant(clock.now())));
      goOn();
      return null;
    },
    async addEvent(event: PreparedEvent): Promise<Stored> {
      const stored = await storeOne(event);
      if (stored === 'new') onStored();
      return stored;
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelRetry?.();
      await resumed;
      await worked;
      await store.writer.idle();
    },
  };
}

/** Ends the transaction of a job that is kept for the next start. */
class Stopped extends Error {}

/** Ends the transaction of a job; the errors say why. */
class RolledBack extends Error {
  readonly errors: readonly CaptureError[];

  constructor(errors: readonly CaptureError[]) {
    super('the capture job was rolled back');
    this.errors = errors;
  }
}

/** Single events that arrive while another commit is under way share the next one. */
function createSingles(store: EventStore) {
  let waiting: { event: PreparedEvent; done: (stored: Stored) => void; failed: (thrown: unknown) => void }[] =
    [];

  async function flush(): Promise<void> {
    let taken: typeof waiting = [];
    try {
      const outcomes = await store.writer.run(() => {
        taken = waiting;
        waiting = [];
        return taken.map(({ event }) => store.add(event));
      });
      taken.forEach(({ done }, index) => {
        done(outcomes[index] ?? 'conflict');
      });
    } catch (thrown) {
      for (const { failed } of taken) failed(thrown);
    }
  }

  return (event: PreparedEvent): Promise<Stored> =>
    new Promise((done, failed) => {
      waiting.push({ event, done, failed });
      if (waiting.length === 1) void flush();
    });
}

function* preparedSlices(document: JsonObject): Generator<PreparedEvent[], void> {
  const events = (eventListOf(document) ?? []).filter(isJsonObject);
  for (let from = 0; from < events.length; from += eventsPerSlice) {
    yield prepareEvents(withEventList(document, events.slice(from, from + eventsPerSlice)));
  }
}

function conflictOf(event: PreparedEvent): CaptureError {
  const type = exceptionOf('EPCIS_EVENT_CONFLICT', 409);
  const { meaning, http } = epcisErrors.rows.EPCIS_EVENT_CONFLICT;
  return { type, title: meaning, status: http, detail: conflictText(event.eventID) };
}

export function conflictText(eventID: string): string {
  return `an event that says something else is stored under the eventID ${eventID}`;
}

function interrupted(starts: number): CaptureError {
  return {
    type: exceptionOf('', 500),
    title: 'The document was not captured.',
    status: 500,
    detail: `its capture was interrupted ${starts} times; split the document and send it again`,
  };
}
