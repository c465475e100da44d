import { randomUUID } from 'node:crypto';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { eventListOf, withEventList } from '../../protocols/epcis/document-events.ts';
import { isJsonObject, type JsonObject } from '../../protocols/epcis/json.ts';
import type { EpcisFault } from '../../protocols/epcis/reader/fault.ts';
import { type CaptureReading, readValidEvents } from '../../protocols/epcis/reader/read-capture.ts';
import { type EpcisLimits, type EpcisReading, readEpcis } from '../../protocols/epcis/reader/read-epcis.ts';
import { type CaptureError, type ErrorBehaviour, openCaptureJobs, type WaitingJob } from './capture-jobs.ts';
import type { EpcisConfig } from './epcis-config.ts';
import { epcisErrors } from './epcis-errors.ts';
import type { EventStore, Stored } from './event-store.ts';
import { exceptionOf } from './exceptions.ts';
import { faultText, maxDepth } from './fault-text.ts';
import { masterDataOf } from './master-data.ts';
import { type PreparedEvent, prepareEvents } from './prepare-events.ts';

const maxWaitingJobs = 20;
const maxErrors = 100;
/** Few enough to be hashed and stored in some milliseconds, before facts have their turn again. */
const eventsPerSlice = 20;
const maxEvents = 100_000;
const retryMs = 5_000;

/** What was sent to be captured, as JSON. */
export interface Sent {
  readonly text: string;
  readonly maxCharacters: number;
  /** A JSON path as a place in what was sent. */
  readonly placeOf: (path: string) => string;
}

interface CaptureDeps {
  readonly store: EventStore;
  readonly config: EpcisConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** Events were stored. */
  readonly onStored: () => void;
}

export type Capture = ReturnType<typeof startCapture>;

/** The capture interface: takes documents as jobs, which survive a restart, and single events at once. */
export function startCapture({ store, config, clock, log, onStored }: CaptureDeps) {
  const jobs = openCaptureJobs(store.db, store.reader);
  const queue: WaitingJob[] = jobs.waiting();
  const cancels = new Set<() => void>();
  let running = false;
  let stopped = false;

  async function work(): Promise<void> {
    if (running) return;
    running = true;
    for (let job = queue[0]; job !== undefined && !stopped; job = queue[0]) {
      if (!(await runJob(job))) break;
      queue.shift();
    }
    running = false;
  }

  /** False if the store failed: the job is tried again later, for it was promised. */
  async function runJob(job: WaitingJob): Promise<boolean> {
    try {
      await store.writer.runSliced(() => captureJob(job));
      onStored();
    } catch (thrown) {
      if (thrown instanceof Stopped) return false;
      if (!(thrown instanceof RolledBack)) return retryLater(job, thrown);
      await store.writer.run(() => jobs.finish(job.captureID, isoInstant(clock.now()), thrown.errors));
    }
    return true;
  }

  function retryLater({ captureID }: WaitingJob, thrown: unknown): boolean {
    log.error(
      { event: 'epcis.capture_failed', captureID, err: thrown },
      'a capture job could not be stored and is tried again',
    );
    if (!stopped) {
      const cancel = clock.after(retryMs, () => {
        cancels.delete(cancel);
        void work();
      });
      cancels.add(cancel);
    }
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

  const singles = createSingles(store);
  void work();

  return {
    jobs,
    /**
     * Takes a document and answers with the id of its job, once that is durable.
     *
     * @throws EPCIS_DOCUMENT_INVALID, EPCIS_CAPTURE_TOO_LARGE, EPCIS_CAPTURE_BUSY
     */
    async document(sent: Sent, behaviour: ErrorBehaviour): Promise<string> {
      if (queue.length >= maxWaitingJobs) {
        throw epcisErrors.fault('EPCIS_CAPTURE_BUSY', `${queue.length} jobs are waiting`);
      }
      const { document, errors } = readDocument(sent, behaviour, config);
      const captureID = randomUUID();
      const job = { captureID, behaviour, errors, document: JSON.stringify(document) };
      queue.push(job);
      try {
        await store.writer.run(() => jobs.add(job, isoInstant(clock.now())));
      } catch (thrown) {
        queue.splice(queue.indexOf(job), 1);
        throw thrown;
      }
      void work();
      return captureID;
    },
    /**
     * Stores one event.
     *
     * @returns its eventID.
     * @throws EPCIS_DOCUMENT_INVALID, EPCIS_EVENT_CONFLICT
     */
    async event(sent: Sent): Promise<string> {
      const event = readEvent(sent);
      const stored = await singles(event);
      if (stored === 'conflict') {
        throw epcisErrors.fault('EPCIS_EVENT_CONFLICT', conflictText(event), {
          place: sent.placeOf('$.eventID'),
        });
      }
      if (stored === 'new') onStored();
      return event.eventID;
    },
    async stop(): Promise<void> {
      stopped = true;
      for (const cancel of cancels) cancel();
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

function readDocument(
  { text, maxCharacters, placeOf }: Sent,
  behaviour: ErrorBehaviour,
  config: EpcisConfig,
) {
  const limits = { maxCharacters, maxDepth, maxEvents };
  const reading = behaviour === 'proceed' ? readValidEvents(text, limits) : readWhole(text, limits);
  if (!reading.ok) throw invalid(reading, placeOf);
  if (eventListOf(reading.document) === null) {
    throw invalid(
      misplaced('EPCISDocument or EPCISQueryDocument', 'Send a single event to POST /epcis/events.'),
      placeOf,
    );
  }
  if (reading.events > config.captureLimit) {
    throw epcisErrors.fault(
      'EPCIS_CAPTURE_TOO_LARGE',
      `the document has ${reading.events} events, at most ${config.captureLimit} are captured at once`,
      { place: placeOf('$.epcisBody.eventList') },
    );
  }
  const errors = reading.faults.slice(0, maxErrors).map((fault) => errorOf(fault, placeOf));
  return { document: reading.document, errors };
}

function readWhole(text: string, limits: EpcisLimits): CaptureReading {
  const reading = readEpcis(text, limits);
  return reading.ok ? { ...reading, faults: [] } : reading;
}

function readEvent({ text, maxCharacters, placeOf }: Sent): PreparedEvent {
  const reading = readEpcis(text, { maxCharacters, maxDepth, maxEvents });
  if (!reading.ok) throw invalid(reading, placeOf);
  const [event] = eventListOf(reading.document) === null ? prepareEvents(reading.document) : [];
  if (event === undefined)
    throw invalid(misplaced('the type of one event', 'Send a document to POST /epcis/capture.'), placeOf);
  return event;
}

function misplaced(expected: string, remedy: string): Extract<EpcisReading, { ok: false }> {
  return { ok: false, faults: [{ path: '$.type', found: 'another type', expected, remedy }], count: 1 };
}

function invalid(
  { faults, count }: Extract<EpcisReading, { ok: false }>,
  placeOf: Sent['placeOf'],
): PackproofError {
  const [first] = faults;
  const place = placeOf(first?.path ?? '$');
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return epcisErrors.fault(
    'EPCIS_DOCUMENT_INVALID',
    `${place}: ${first === undefined ? '' : faultText(first)}${more}`,
    {
      place,
      faults: faults.map((fault) => ({ place: placeOf(fault.path), message: faultText(fault) })),
    },
  );
}

function errorOf(fault: EpcisFault, placeOf: Sent['placeOf']): CaptureError {
  const type = exceptionOf('EPCIS_DOCUMENT_INVALID', 400);
  return {
    type,
    title: 'The event is not valid.',
    status: 400,
    detail: faultText(fault),
    place: placeOf(fault.path),
  };
}

function conflictOf(event: PreparedEvent): CaptureError {
  const type = exceptionOf('EPCIS_EVENT_CONFLICT', 409);
  const { meaning, http } = epcisErrors.rows.EPCIS_EVENT_CONFLICT;
  return { type, title: meaning, status: http, detail: conflictText(event) };
}

function conflictText({ eventID }: PreparedEvent): string {
  return `an event that says something else is stored under the eventID ${eventID}`;
}
