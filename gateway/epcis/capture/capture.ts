import { randomUUID } from 'node:crypto';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { QueryDesk } from '../thread/query-desk.ts';
import type { StoreDesk } from '../thread/store-desk.ts';
import type { CaptureBody } from './capture-check.ts';
import { type ErrorBehaviour, openJobList } from './capture-jobs.ts';
import { conflictText } from './capture-work.ts';

const maxWaitingJobs = 20;
/** Of what waits to be judged; the largest document is always taken. */
const maxHeldBytes = 64 * 1024 * 1024;

interface CaptureDeps {
  /** Reads and judges what was sent. */
  readonly documents: QueryDesk;
  readonly store: Pick<StoreDesk, 'ask'>;
  readonly reader: Sqlite;
  readonly config: EpcisConfig;
}

export type Capture = ReturnType<typeof createCapture>;

/** The capture interface: what is sent is judged by one thread and stored by another. */
export function createCapture({ documents, store, reader, config: { captureLimit } }: CaptureDeps) {
  const jobs = openJobList(reader);
  let heldBytes = 0;

  async function judge<Checked>({ bytes }: CaptureBody, check: () => Promise<Checked>): Promise<Checked> {
    if (heldBytes > 0 && heldBytes + bytes.length > maxHeldBytes)
      throw epcisErrors.fault('EPCIS_CAPTURE_BUSY', `documents of ${heldBytes} bytes are waiting`);
    heldBytes += bytes.length;
    try {
      return await check();
    } finally {
      heldBytes -= bytes.length;
    }
  }

  return {
    jobs,
    /**
     * Takes a document and answers with the id of its job, once that is durable.
     *
     * @throws EPCIS_DOCUMENT_INVALID, EPCIS_CAPTURE_TOO_LARGE, EPCIS_CAPTURE_BUSY, EPCIS_STORE_STOPPED
     */
    async document(sent: CaptureBody, behaviour: ErrorBehaviour, signal: AbortSignal): Promise<string> {
      const waiting = jobs.waiting();
      if (waiting >= maxWaitingJobs)
        throw epcisErrors.fault('EPCIS_CAPTURE_BUSY', `${waiting} jobs are waiting`);
      const asked = { sent, behaviour, captureLimit };
      const { body, errors } = await judge(sent, () => documents.ask('checkDocument', asked, { signal }));
      const captureID = randomUUID();
      await store.ask('addJob', { captureID, behaviour, errors, body });
      return captureID;
    },
    /**
     * Stores one event.
     *
     * @returns its eventID.
     * @throws EPCIS_DOCUMENT_INVALID, EPCIS_EVENT_CONFLICT, EPCIS_CAPTURE_BUSY, EPCIS_STORE_STOPPED
     */
    async event(sent: CaptureBody, signal: AbortSignal): Promise<string> {
      const event = await judge(sent, () => documents.ask('checkEvent', sent, { signal }));
      const stored = await store.ask('addEvent', event);
      if (stored !== 'conflict') return event.eventID;
      const place = sent.media === 'json' ? '$.eventID' : 'eventID';
      throw epcisErrors.fault('EPCIS_EVENT_CONFLICT', conflictText(event.eventID), { place });
    },
  };
}
