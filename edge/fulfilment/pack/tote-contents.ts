import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import type { WorkView } from '../work-view.ts';
import type { BroughtItem, BroughtTote, LineProgress, PackSession } from './pack-session.ts';

/** What a tote holds for the order in hand, as the gateway has told it. */
export function contentsOf(session: PackSession, told: ToteDocument): BroughtTote {
  return { tote: told.tote, items: itemsOf(session, told), put: putInto(session, told) };
}

export function unitsOf(tote: BroughtTote | undefined): number {
  return (tote?.items ?? []).reduce((sum, { units }) => sum + units, 0);
}

/**
 * The session with what the gateway has told since: more lies in a tote that was scanned before all was told, and the picker
 * has given up what this station still waits for. What was told once is not taken back: it may have been packed already.
 */
export function lookAgain(session: PackSession, work: WorkView): PackSession {
  if (session.totes === null) return session;
  const { order } = session.order;
  const totes = session.totes.map((brought) => {
    const told = work.floor.tote(brought.tote);
    return told?.order === order ? grown(session, brought, told) : brought;
  });
  const lines = session.lines.map((line, index) => givenUp(session, line, index, work));
  const isSame = same(totes, session.totes) && same(lines, session.lines);
  return isSame ? session : { ...session, totes, lines };
}

function same<One>(some: readonly One[], others: readonly One[]): boolean {
  return some.every((one, index) => one === others[index]);
}

function grown(session: PackSession, brought: BroughtTote, told: ToteDocument): BroughtTote {
  const now = putInto(session, told);
  const { put } = brought;
  // A session of an earlier version of this program knows no more than what it found.
  if (put === undefined) return { ...brought, put: now };
  const before = new Map(put.map(({ index, units }) => [index, units]));
  const added = now.flatMap(({ index, units }) => {
    const more = units - (before.get(index) ?? 0);
    return more > 0 ? [{ index, units: more }] : [];
  });
  if (added.length === 0) return brought;
  for (const { index, units } of added) before.set(index, (before.get(index) ?? 0) + units);
  const items = added.flatMap((more) => newItems(brought.items, itemsOf(session, told), more));
  return {
    ...brought,
    items: [...brought.items, ...items],
    put: [...before].map(([index, units]) => ({ index, units })),
  };
}

/** Which of the told items are the new ones: first those of whose lot and serial nothing was known. */
function newItems(
  known: readonly BroughtItem[],
  told: readonly BroughtItem[],
  { index, units }: { readonly index: number; readonly units: number },
): BroughtItem[] {
  let left = units;
  const found: BroughtItem[] = [];
  const alike = (item: BroughtItem) =>
    known.filter((one) => one.index === index && one.lot === item.lot && one.serial === item.serial);
  const ofLine = told.filter((item) => item.index === index);
  const isNew = (item: BroughtItem) => alike(item).length === 0;
  for (const item of [...ofLine.filter(isNew), ...ofLine.filter((one) => !isNew(one))]) {
    const some = Math.min(left, item.units - alike(item).reduce((sum, one) => sum + one.units, 0));
    if (some > 0) found.push({ ...item, units: some });
    left -= Math.max(0, some);
  }
  return left === 0 ? found : [...found, { index, units: left }];
}

function itemsOf({ order }: PackSession, { items }: ToteDocument): BroughtItem[] {
  return items.flatMap(({ line, units, lot, serial }) => {
    const index = order.lines.findIndex((one) => one.line === line);
    if (index < 0) return [];
    return [
      { index, units, ...(lot === undefined ? {} : { lot }), ...(serial === undefined ? {} : { serial }) },
    ];
  });
}

/** All that was ever put into it, by line. */
function putInto({ order }: PackSession, { items, packed = [] }: ToteDocument): BroughtItem[] {
  const units = new Map<number, number>();
  for (const one of [...items, ...packed]) {
    const index = order.lines.findIndex(({ line }) => line === one.line);
    if (index >= 0) units.set(index, (units.get(index) ?? 0) + one.units);
  }
  return [...units].map(([index, sum]) => ({ index, units: sum }));
}

/** What this station gave up itself is not counted a second time. */
function givenUp(session: PackSession, line: LineProgress, index: number, work: WorkView): LineProgress {
  const { order, lines } = session.order;
  const told = work.floor.progress(order)?.lines.find((one) => one.line === lines[index]?.line);
  const more = told === undefined ? 0 : told.shorted - (line.shortedElsewhere ?? 0);
  if (more === 0 || line.shorted > 0) return line;
  return {
    ...line,
    elsewhere: (line.elsewhere ?? 0) + more,
    shortedElsewhere: (line.shortedElsewhere ?? 0) + more,
  };
}

/** Totes and slots of the order that hold units for it and were not brought here. */
export function missingTotes(session: PackSession, work: WorkView): string[] {
  if (session.totes === null) return [];
  const { order } = session.order;
  const here = new Set([...session.totes.map(({ tote }) => tote), ...(session.without ?? [])]);
  return (work.floor.progress(order)?.totes ?? []).filter((name) => {
    const told = here.has(name) ? undefined : work.floor.tote(name);
    return told?.order === order && told.items.length > 0;
  });
}

const maxNamed = 4;

/** For a text. */
export function named(totes: readonly string[]): string {
  const some = totes.slice(0, maxNamed).join(', ');
  return totes.length > maxNamed ? `${some} ...` : some;
}
