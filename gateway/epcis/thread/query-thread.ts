import { parentPort, workerData } from 'node:worker_threads';
import { queryDocumentToXml } from '../../../protocols/epcis/xml/document-to-xml.ts';
import { checkDocument, checkEvent } from '../capture/capture-check.ts';
import { createQueryRunner } from '../query/query-runner.ts';
import { openResourceValues } from '../query/resources.ts';
import { queryDocument } from '../query/result-document.ts';
import { translatorTo } from '../query/translate-epcs.ts';
import { openCompanyPrefixes } from '../store/company-prefixes.ts';
import { openEventReader } from '../store/event-reader.ts';
import type { EventPage, QueryTasks, TaskMessage, TaskReply } from './query-tasks.ts';
import { standBack } from './stand-back.ts';
import { faultOf } from './task-fault.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string;
  /** Those that the configuration names. */
  readonly companyPrefixes: readonly string[];
  /** One cell: the id of the task that is not wanted any more. */
  readonly cancelled: Int32Array;
}

const { path, companyPrefixes, cancelled } = workerData as ThreadData;
let current = 0;
const reader = openEventReader(path, () => Atomics.load(cancelled, 0) === current);
const runner = createQueryRunner(reader);
const values = openResourceValues(reader);
const prefixLength = openCompanyPrefixes(reader, companyPrefixes);

type Perform = {
  readonly [Name in keyof QueryTasks]: (asked: QueryTasks[Name]['asked']) => QueryTasks[Name]['answer'];
};

const perform: Perform = {
  page: ({ query, request, head }): EventPage => {
    const { rows, nextPageToken } = runner.page(query, request);
    const document = queryDocument(rows, head, translatorTo(head.format, prefixLength));
    const isXml = head.media === 'application/xml';
    const text = isXml ? queryDocumentToXml(document, head.cbvFormat) : JSON.stringify(document);
    const body = new TextEncoder().encode(text);
    return { body, events: rows.length, lastId: rows.at(-1)?.id ?? 0, nextPageToken };
  },
  values: ({ name, behind, limit, format }) => {
    const page = values.page(name, behind, limit);
    const translate = translatorTo(format, prefixLength);
    const shown = translate === null ? page.values : page.values.map(translate);
    return { values: shown, last: page.values.at(-1) ?? '', more: page.more };
  },
  checkDocument,
  checkEvent,
  has: ({ name, value }) => values.has(name, value),
};

function replyTo({ id, name, asked }: TaskMessage): TaskReply {
  try {
    return { id, ok: true, answer: perform[name](asked as never) };
  } catch (thrown) {
    return { id, ok: false, fault: faultOf(thrown) };
  }
}

/** What is handed over instead of being copied. */
function bytesOf(answer: unknown): ArrayBuffer[] {
  if (typeof answer !== 'object' || answer === null || !('body' in answer)) return [];
  return answer.body instanceof Uint8Array ? [answer.body.buffer as ArrayBuffer] : [];
}

standBack();
parentPort?.on('message', (message: TaskMessage) => {
  current = message.id;
  const reply = replyTo(message);
  parentPort?.postMessage(reply, reply.ok ? bytesOf(reply.answer) : []);
});
