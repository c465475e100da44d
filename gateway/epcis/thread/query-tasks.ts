import type { EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import type { PageRequest } from '../query-runner.ts';
import type { ResourceName } from '../resources.ts';
import type { ResultHead } from '../result-document.ts';
import type { EpcFormat } from '../translate-epcs.ts';

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

/** What the thread of the queries does, by name: what it is asked, and what it answers. */
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
  /** An XML document as JSON, which was not judged yet. */
  readonly readXml: {
    readonly asked: { readonly xml: string; readonly maxCharacters: number };
    /** `root`: the name of its root element. */
    readonly answer: { readonly json: string; readonly root: string };
  };
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

export interface TaskFault {
  /** Of the error table; undefined for what nobody expected. */
  readonly code?: string;
  readonly message: string;
  readonly place?: string;
}

export type TaskReply =
  | { readonly id: number; readonly ok: true; readonly answer: QueryTasks[TaskName]['answer'] }
  | { readonly id: number; readonly ok: false; readonly fault: TaskFault };
