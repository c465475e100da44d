import { eventHeadOf, isSubject, topicLevelOf, typePrefix } from '../../protocols/wire/event.ts';
import { factData } from '../../protocols/wire/fact.ts';
import { eventsOf } from './event-pages.ts';
import type { Run } from './run-store.ts';

const hashDigits = 64;
const timeMember = '{"at":"';
const dataMember = ',"data":{';
const orderMember = '"order":';
const typeMember = ',"type":"';
/** Behind the type of a fact. */
const lastMembers = '","v":1}';

/** A type that is kept as a part of a run would hold all of its text in memory. */
const knownTypes = new Map(Object.keys(factData).map((type) => [type, type]));

/** An event of the log as its text, with what its readers choose by. */
export interface EventText {
  readonly cursor: number;
  readonly id: string;
  /** The type without its prefix: the last level of the topic. */
  readonly type: string;
  readonly station: string;
  readonly subject: string | undefined;
  /** Its JSON up to the fact, without the comma. */
  readonly head: string;
  /** The fact, or the record of what was set aside. */
  readonly data: string;
}

/** The JSON of an event; with an epoch it names the numbering that its position is of. */
export function jsonOf({ head, data }: Pick<EventText, 'head' | 'data'>, epoch: string | null): string {
  const numbering = epoch === null ? '' : `,"packproofepoch":"${epoch}"`;
  return `${head}${numbering},"data":${data}}`;
}

/**
 * The events of a run as texts. Facts are stored in canonical form (RFC 8785), so what an event says of its fact is found where it
 * stands, and the fact goes out as it was received; to parse it and write it anew takes five times as long.
 */
export function eventTextsOf(run: Run): (index: number) => EventText {
  const facts = run.kind === 'fact' ? factsOf(run) : null;
  if (facts === null) return rewritten(run);
  const { site, station } = run;
  return (index) => {
    const { time, type, subject, text } = facts[index] as FactText;
    const cursor = run.firstCursor + index;
    const { id, head } = eventHeadOf(cursor, { site, station, seq: run.firstSeq + index });
    const about = subject === undefined ? '' : `,"subject":"${subject}"`;
    return {
      cursor,
      id,
      type,
      station,
      subject,
      head: `${head},"type":"${typePrefix}${type}","time":"${time}"${about}`,
      data: text,
    };
  };
}

function rewritten(run: Run): (index: number) => EventText {
  const eventAt = eventsOf(run);
  return (index) => {
    const event = eventAt(index);
    const { data, ...head } = event;
    return {
      cursor: event.packproofcursor,
      id: event.id,
      type: topicLevelOf(event),
      station: run.station,
      subject: event.subject,
      head: JSON.stringify(head).slice(0, -1),
      data: JSON.stringify(data),
    };
  };
}

interface FactText {
  readonly text: string;
  readonly time: string;
  readonly type: string;
  readonly subject: string | undefined;
}

/** The facts of a run, each where it stands; null if one is not in the form in which they are looked for. */
function factsOf({ body, hashes }: Run): FactText[] | null {
  const facts: FactText[] = [];
  let end = 0;
  for (let at = 0; at < hashes.length; at += hashDigits) {
    const start = end + 1;
    // No member of its data can say the hash of a fact, which is over its data.
    const hashAt = body.indexOf(`,"hash":"${hashes.slice(at, at + hashDigits)}"`, start);
    const fact = hashAt < 0 ? null : factAt(body, start, hashAt);
    if (fact === null) return null;
    facts.push(fact);
    end = start + fact.text.length;
    if (body[end] !== (at + hashDigits < hashes.length ? ',' : ']')) return null;
  }
  return facts;
}

function factAt(body: string, start: number, hashAt: number): FactText | null {
  const timeAt = start + timeMember.length;
  const timeEnd = body.indexOf('"', timeAt);
  const dataAt = timeEnd + 1 + dataMember.length;
  // In a text a quotation mark would be escaped, so these are members.
  const typeAt = body.indexOf(typeMember, hashAt) + typeMember.length;
  const typeEnd = body.indexOf('"', typeAt);
  const isForm =
    body.startsWith(timeMember, start) &&
    body.startsWith(dataMember, timeEnd + 1) &&
    body.startsWith(lastMembers, typeEnd);
  const named = body.slice(typeAt, typeEnd);
  const type = knownTypes.get(named) ?? named;
  if (!isForm || type.includes('\\')) return null;
  const subject = orderWithin(body, dataAt, hashAt);
  if (subject === null) return null;
  return {
    text: body.slice(start, typeEnd + lastMembers.length),
    time: body.slice(timeAt, timeEnd),
    type,
    subject,
  };
}

/** The order that data names; undefined if it names none that is a subject, null if it is not written plainly. */
function orderWithin(body: string, dataAt: number, dataEnd: number): string | undefined | null {
  let depth = 0;
  let seenTo = dataAt;
  let memberAt = body.indexOf(orderMember, dataAt);
  for (; memberAt >= 0 && memberAt < dataEnd; memberAt = body.indexOf(orderMember, memberAt + 1)) {
    depth += depthOver(body, seenTo, memberAt);
    if (depth === 0) return orderAt(body, memberAt + orderMember.length);
    // A member of something within.
    seenTo = memberAt;
  }
  return undefined;
}

function orderAt(body: string, valueAt: number): string | undefined | null {
  if (body[valueAt] !== '"') return undefined;
  const order = body.slice(valueAt + 1, body.indexOf('"', valueAt + 1));
  if (order.includes('\\')) return null;
  return isSubject(order) ? order : undefined;
}

const [quote, backslash] = ['"', '\\'].map((each) => each.charCodeAt(0));
const opening = ['{', '['].map((each) => each.charCodeAt(0));
const closing = ['}', ']'].map((each) => each.charCodeAt(0));

/** How much deeper JSON lies at the end of a stretch than at its beginning; both are outside of texts. */
function depthOver(json: string, from: number, to: number): number {
  let depth = 0;
  let inText = false;
  for (let at = from; at < to; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) inText = !inText;
    else if (inText) at += code === backslash ? 1 : 0;
    else if (opening.includes(code)) depth += 1;
    else if (closing.includes(code)) depth -= 1;
  }
  return depth;
}
