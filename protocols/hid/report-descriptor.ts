import { type DescriptorItem, maxDescriptorBytes, readItems } from './descriptor-items.ts';
import { type HidFault, type HidResult, refuse } from './fault.ts';

type ReportKind = 'input' | 'output' | 'feature';

/** Usages `minimum` to `maximum`, each as page * 65536 + id. A delimited set counts as its first usage; the others are `alternatives`. */
interface UsageRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly alternatives: readonly number[];
}

/** What one Input, Output or Feature item declares: `count` elements of `bitSize` bits (HID 1.11, 6.2.2.5). */
export interface ReportField {
  readonly kind: ReportKind;
  /** 0 where the device has no report ids. */
  readonly reportId: number;
  /** From the first bit behind the report id. */
  readonly bitOffset: number;
  readonly bitSize: number;
  readonly count: number;
  readonly constant: boolean;
  /** Each element belongs to a usage; otherwise each holds the index of one (an array). */
  readonly variable: boolean;
  readonly logicalMinimum: number;
  readonly logicalMaximum: number;
  readonly usages: readonly UsageRange[];
  /** The top-level collection it stands in: its number, from 0, and its usage. */
  readonly application: number;
  readonly applicationUsage: number;
}

export interface ReportDescriptor {
  readonly fields: readonly ReportField[];
  readonly usesReportIds: boolean;
}

/** A report of more than 16 KiB is none: no field may end behind it. */
export const maxReportBits = 16_384 * 8;
/** Elements of all fields together: far more than any device has, and little enough to go through. */
export const maxElements = 131_072;
const maxDepth = 32;

interface Globals {
  readonly usagePage: number;
  readonly logicalMinimum: number;
  readonly logicalMaximum: number;
  readonly reportSize: number;
  readonly reportCount: number;
  readonly reportId: number;
}

/** A usage item as it stood; a short one takes the usage page that holds at the main item (HID 1.11, 6.2.2.8). */
interface LocalUsage {
  readonly minimum: number;
  readonly maximum: number;
  readonly extended: boolean;
  readonly page: number;
  readonly alternatives: number[];
}

interface Parser {
  globals: Globals;
  readonly stack: Globals[];
  usages: LocalUsage[];
  pendingMinimum: DescriptorItem | null;
  delimited: 'no' | 'first' | 'next';
  pageIsNewer: boolean;
  readonly collections: number[];
  applications: number;
  applicationUsage: number;
  readonly bits: Map<string, number>;
  elements: number;
  readonly fields: ReportField[];
}

/**
 * Reads a report descriptor (HID 1.11, 6.2.2) into fields with their places in the reports. What no driver here needs
 * (units, physical extents, designators, strings) is passed over.
 *
 * @param descriptor at most 16 384 bytes; a field may end at most 131 072 bits behind the report id.
 */
export function parseReportDescriptor(descriptor: Uint8Array): HidResult<ReportDescriptor> {
  const items = readItems(descriptor);
  if (!items.ok) return items;
  const parser = newParser();
  for (const item of items.value) {
    const expected = takeItem(parser, item);
    if (expected !== null) return { ok: false, fault: faultAt(item, expected) };
  }
  const end = Math.min(descriptor.length, maxDescriptorBytes);
  if (parser.collections.length > 0) {
    return refuse('descriptor', 'byte', end, 'collection', 'End Collection for each Collection');
  }
  const usesReportIds = parser.fields.some((field) => field.reportId !== 0);
  if (usesReportIds && parser.fields.some((field) => field.reportId === 0)) {
    return refuse('descriptor', 'byte', end, 'report id', 'a report id for each field, or for none');
  }
  return { ok: true, value: { fields: parser.fields, usesReportIds } };
}

/** The usages of the first `length` elements; the last usage stands for all that are left (HID 1.11, 6.2.2.8). */
export function expandUsages(field: ReportField, length: number): number[] {
  const usages = declaredUsages(field, length);
  const last = usages.at(-1) ?? 0;
  while (usages.length < length) usages.push(last);
  return usages;
}

/** The usages that the values of an array mean, from its logical minimum on; at most `limit`. */
export function arrayUsages(field: ReportField, limit: number): number[] {
  return declaredUsages(field, Math.min(field.logicalMaximum - field.logicalMinimum + 1, limit));
}

function declaredUsages(field: ReportField, length: number): number[] {
  const usages: number[] = [];
  for (const { minimum, maximum } of field.usages) {
    for (let usage = minimum; usage <= maximum && usages.length < length; usage++) usages.push(usage);
  }
  return usages;
}

function newParser(): Parser {
  return {
    globals: {
      usagePage: 0,
      logicalMinimum: 0,
      logicalMaximum: 0,
      reportSize: 0,
      reportCount: 0,
      reportId: 0,
    },
    stack: [],
    usages: [],
    pendingMinimum: null,
    delimited: 'no',
    pageIsNewer: false,
    collections: [],
    applications: 0,
    applicationUsage: 0,
    bits: new Map(),
    elements: 0,
    fields: [],
  };
}

function faultAt(item: DescriptorItem, expected: string): HidFault {
  const field = `item 0x${item.prefix.toString(16).padStart(2, '0')}`;
  return { code: 'descriptor', offset: item.offset, unit: 'byte', field, expected };
}

/** Takes one item in; gives what was expected instead where it breaks a rule. */
function takeItem(parser: Parser, item: DescriptorItem): string | null {
  const type = item.prefix & 0x0c;
  if (type === 0x00) return takeMain(parser, item);
  if (type === 0x04) return takeGlobal(parser, item);
  return type === 0x08 ? takeLocal(parser, item) : null;
}

const mainKinds: Readonly<Record<number, ReportKind>> = { 128: 'input', 144: 'output', 176: 'feature' };

function takeMain(parser: Parser, item: DescriptorItem): string | null {
  const kind = mainKinds[item.prefix];
  if (parser.delimited !== 'no') return 'a closed delimiter before a main item';
  let expected: string | null = null;
  if (kind !== undefined) expected = takeField(parser, item, kind);
  else if (item.prefix === 0xa0) expected = openCollection(parser);
  else if (item.prefix === 0xc0)
    expected = parser.collections.pop() === undefined ? 'Collection before it' : null;
  parser.usages = [];
  parser.pendingMinimum = null;
  parser.pageIsNewer = false;
  return expected;
}

function openCollection(parser: Parser): string | null {
  if (parser.collections.length >= maxDepth) return `at most ${maxDepth} collections in each other`;
  const usage = usageRanges(parser)[0]?.minimum ?? 0;
  if (parser.collections.length === 0) {
    parser.applications += 1;
    parser.applicationUsage = usage;
  }
  parser.collections.push(usage);
  return null;
}

function takeField(parser: Parser, item: DescriptorItem, kind: ReportKind): string | null {
  const { reportId, reportSize, reportCount, logicalMinimum, logicalMaximum } = parser.globals;
  const key = `${kind} ${reportId}`;
  const bitOffset = parser.bits.get(key) ?? 0;
  const end = bitOffset + reportSize * reportCount;
  if (end > maxReportBits) return `fields within ${maxReportBits} bits`;
  parser.bits.set(key, end);
  if (end === bitOffset) return null;
  parser.elements += reportCount;
  if (parser.elements > maxElements) return `at most ${maxElements} elements`;
  parser.fields.push({
    kind,
    reportId,
    bitOffset,
    bitSize: reportSize,
    count: reportCount,
    constant: (item.data & 1) !== 0,
    variable: (item.data & 2) !== 0,
    logicalMinimum,
    logicalMaximum,
    usages: usageRanges(parser),
    application: Math.max(0, parser.applications - 1),
    applicationUsage: parser.applicationUsage,
  });
  return null;
}

function usageRanges(parser: Parser): UsageRange[] {
  return parser.usages.map(({ minimum, maximum, extended, page, alternatives }) => {
    const base = extended ? 0 : (parser.pageIsNewer ? parser.globals.usagePage : page) * 65_536;
    return { minimum: base + minimum, maximum: base + maximum, alternatives };
  });
}

function takeGlobal(parser: Parser, item: DescriptorItem): string | null {
  const set = (change: Partial<Globals>) => {
    parser.globals = { ...parser.globals, ...change };
    return null;
  };
  switch (item.prefix) {
    case 0x04:
      parser.pageIsNewer = parser.usages.length > 0;
      return item.data > 0xffff ? 'a usage page of 16 bits' : set({ usagePage: item.data });
    case 0x14:
      return set({ logicalMinimum: item.signed });
    case 0x24:
      // Many devices write 255 as the byte FF: with a minimum that is not negative it can only be unsigned.
      return set({ logicalMaximum: parser.globals.logicalMinimum < 0 ? item.signed : item.data });
    case 0x74:
      return set({ reportSize: item.data });
    case 0x84:
      return item.data < 1 || item.data > 255 ? 'a report id from 1 to 255' : set({ reportId: item.data });
    case 0x94:
      return set({ reportCount: item.data });
    case 0xa4:
      parser.stack.push(parser.globals);
      return parser.stack.length > maxDepth ? `at most ${maxDepth} pushes` : null;
    case 0xb4:
      return popGlobals(parser);
    default:
      return null;
  }
}

function popGlobals(parser: Parser): string | null {
  const globals = parser.stack.pop();
  if (globals === undefined) return 'Push before it';
  parser.globals = globals;
  parser.pageIsNewer = parser.usages.length > 0;
  return null;
}

function takeLocal(parser: Parser, item: DescriptorItem): string | null {
  switch (item.prefix) {
    case 0x08:
      return takeUsage(parser, item, item);
    case 0x18:
      parser.pendingMinimum = item;
      return null;
    case 0x28: {
      const minimum = parser.pendingMinimum;
      parser.pendingMinimum = null;
      return minimum === null ? 'Usage Minimum before it' : takeUsage(parser, minimum, item);
    }
    case 0xa8:
      return takeDelimiter(parser, item);
    default:
      return null;
  }
}

function takeUsage(parser: Parser, from: DescriptorItem, to: DescriptorItem): string | null {
  if (to.data < from.data) return 'a Usage Maximum that is not below the Usage Minimum';
  const extended = from.size > 2;
  const page = parser.globals.usagePage;
  if (parser.delimited === 'next') {
    parser.usages.at(-1)?.alternatives.push(extended ? from.data : page * 65_536 + from.data);
    return null;
  }
  if (parser.delimited === 'first') parser.delimited = 'next';
  parser.usages.push({ minimum: from.data, maximum: to.data, extended, page, alternatives: [] });
  parser.pageIsNewer = false;
  return null;
}

function takeDelimiter(parser: Parser, item: DescriptorItem): string | null {
  const opens = item.data === 1;
  if (opens === (parser.delimited !== 'no')) return 'delimiters that open and close in turn';
  parser.delimited = opens ? 'first' : 'no';
  return null;
}
