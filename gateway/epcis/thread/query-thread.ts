import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PackproofError } from '../../../kernel/errors.ts';
import { queryDocumentToXml } from '../../../protocols/epcis/xml/document-to-xml.ts';
import { readEpcisXml } from '../../../protocols/epcis/xml/read-epcis-xml.ts';
import { openCompanyPrefixes } from '../company-prefixes.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { openEventReader } from '../event-reader.ts';
import { faultText, maxDepth } from '../fault-text.ts';
import { createQueryRunner } from '../query-runner.ts';
import { openResourceValues } from '../resources.ts';
import { queryDocument } from '../result-document.ts';
import { translatorTo } from '../translate-epcs.ts';
import type { EventPage, QueryTasks, TaskFault, TaskMessage, TaskReply } from './query-tasks.ts';

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string;
  /** Those that the configuration names. */
  readonly companyPrefixes: readonly string[];
  /** One cell: the id of the task that is not wanted any more. */
  readonly cancelled: Int32Array;
}

/** Behind the thread that takes the facts of the stations, where they want the same processor. */
const niceness = 10;

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
  readXml: ({ xml, maxCharacters }) => {
    const reading = readEpcisXml(xml, { maxCharacters, maxDepth, maxEvents: Number.MAX_SAFE_INTEGER });
    if (reading.ok) return { json: JSON.stringify(reading.document), root: reading.root };
    const { fault } = reading;
    throw epcisErrors.fault('EPCIS_DOCUMENT_INVALID', `${fault.path}: ${faultText(fault)}`, {
      place: fault.path,
    });
  },
  has: ({ name, value }) => values.has(name, value),
};

function replyTo({ id, name, asked }: TaskMessage): TaskReply {
  try {
    return { id, ok: true, answer: perform[name](asked as never) };
  } catch (thrown) {
    return { id, ok: false, fault: faultOf(thrown) };
  }
}

function faultOf(thrown: unknown): TaskFault {
  if (!(thrown instanceof PackproofError)) return { message: messageOf(thrown) };
  const { code, message, place } = thrown;
  return { code, message, ...(place === undefined ? {} : { place }) };
}

/** On Linux the priority is that of this thread; elsewhere it would be that of the whole program. */
function standBack(): void {
  try {
    if (process.platform === 'linux') setPriority(niceness);
  } catch {
    // It then runs beside the others.
  }
}

standBack();
parentPort?.on('message', (message: TaskMessage) => {
  current = message.id;
  const reply = replyTo(message);
  const bytes =
    reply.ok && typeof reply.answer === 'object' && 'body' in reply.answer ? reply.answer.body : null;
  parentPort?.postMessage(reply, bytes === null ? [] : [bytes.buffer as ArrayBuffer]);
});
