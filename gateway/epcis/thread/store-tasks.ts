import type { NewJob } from '../capture/capture-jobs.ts';
import type { Stored } from '../store/event-store.ts';
import type { PreparedEvent } from '../store/prepare-events.ts';
import type { NamedQuery, Subscription } from '../subscriptions/named-queries.ts';
import type { Moved, NewSubscription } from '../subscriptions/query-book.ts';
import type { TaskFault } from './task-fault.ts';

/** What the thread that writes is asked, by name, and what it answers once that is durable. */
export interface StoreTasks {
  readonly addJob: { readonly asked: NewJob; readonly answer: null };
  readonly addEvent: { readonly asked: PreparedEvent; readonly answer: Stored };
  readonly addQuery: { readonly asked: NamedQuery & { readonly createdAt: string }; readonly answer: null };
  readonly removeQuery: { readonly asked: string; readonly answer: null };
  readonly subscribe: { readonly asked: NewSubscription; readonly answer: Subscription };
  readonly unsubscribe: {
    readonly asked: { readonly query: string; readonly id: string };
    readonly answer: null;
  };
  readonly keepPositions: { readonly asked: readonly Moved[]; readonly answer: null };
}

export type StoreTaskName = keyof StoreTasks;

export type StoreMessage =
  | {
      readonly kind: 'task';
      readonly id: number;
      readonly name: StoreTaskName;
      readonly asked: StoreTasks[StoreTaskName]['asked'];
    }
  /** There is something new in the fact log. */
  | { readonly kind: 'poke' }
  | { readonly kind: 'stop' };

/** What it tells by itself. */
export type StoreNews =
  /** There are new events. */
  | { readonly kind: 'stored' }
  /** The fact log has been told as events up to there. */
  | { readonly kind: 'told'; readonly cursor: number }
  /** A part of the archived log cannot be read. */
  | { readonly kind: 'damaged'; readonly message: string }
  | {
      readonly kind: 'note';
      readonly level: 'info' | 'warn' | 'error';
      readonly fields: { readonly event: string };
      readonly text: string;
    };

export type StoreReply =
  | StoreNews
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly answer: StoreTasks[StoreTaskName]['answer'];
    }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: TaskFault };
