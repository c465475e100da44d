import type { EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import type { CaptureBody, CheckedDocument } from '../capture/capture-check.ts';
import type { ErrorBehaviour } from '../capture/capture-jobs.ts';
import type { PageRequest } from '../query/query-runner.ts';
import type { ResourceName } from '../query/resources.ts';
import type { ResultHead } from '../query/result-document.ts';
import type { EpcFormat } from '../query/translate-epcs.ts';
import type { PreparedEvent } from '../store/prepare-events.ts';
import type { TaskFault } from './task-fault.ts';

/** A page of events, ready to be sent. */
export interface EventPage {
  readonly body: Uint8Array;
  readonly events: number;
  /** The last event on it; 0 if there is none. */
  readonly lastId: number;
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

/** Some of the values that events have, in their order. */
interface ValuePage {
  readonly values: readonly string[];
  /** The last of them as it is stored, behind which the next page begins. */
  readonly last: string;
  readonly more: boolean;
}

/** What a thread of the desk does, by name: what it is asked, and what it answers. */
export interface QueryTasks {
  readonly page: {
    readonly asked: {
      readonly query: EventQuery;
      readonly request: PageRequest;
      readonly head: ResultHead;
    };
    readonly answer: EventPage;
  };
  readonly values: {
    readonly asked: {
      readonly name: ResourceName;
      readonly behind: string;
      readonly limit: number;
      readonly format: EpcFormat;
    };
    readonly answer: ValuePage;
  };
  /** What is sent to be captured is read and judged. */
  readonly checkDocument: {
    readonly asked: {
      readonly sent: CaptureBody;
      readonly behaviour: ErrorBehaviour;
      /** The most events. */
      readonly captureLimit: number;
    };
    readonly answer: CheckedDocument;
  };
  readonly checkEvent: { readonly asked: CaptureBody; readonly answer: PreparedEvent };
  readonly has: {
    readonly asked: { readonly name: ResourceName; readonly value: string };
    readonly answer: boolean;
  };
}

export type TaskName = keyof QueryTasks;

/** Over the boundary of the thread only data goes. */
export interface TaskMessage {
  readonly id: number;
  readonly name: TaskName;
  readonly asked: QueryTasks[TaskName]['asked'];
}

export type TaskReply =
  | { readonly id: number; readonly ok: true; readonly answer: QueryTasks[TaskName]['answer'] }
  | { readonly id: number; readonly ok: false; readonly fault: TaskFault };
