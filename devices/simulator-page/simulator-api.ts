import { z } from 'zod';
import { getJson, postJson } from '../../kernel/web/api.ts';
import { activity, floorQueue } from './floor-views.ts';

// Compiled validators would need `eval`, which the content security policy forbids.
z.config({ jitless: true });

const scanner = z.object({
  id: z.string(),
  path: z.string().optional(),
  plugged: z.boolean(),
  edgeUrl: z.string().nullish(),
});
export type Scanner = z.output<typeof scanner>;

const siteCode = z.object({ text: z.string(), title: z.string(), note: z.string() });
export type SiteCode = z.output<typeof siteCode>;

const bench = z.object({ id: z.string(), grams: z.number(), tagged: z.array(z.string()) });
export type Bench = z.output<typeof bench>;

const simulator = z.object({
  scanners: z.array(scanner),
  printers: z.array(z.string()).default([]),
  benches: z.array(bench).default([]),
  codes: z.array(siteCode).default([]),
  hasWays: z.boolean().default(false),
  centralUrl: z.string().nullish(),
});
export type Simulator = z.output<typeof simulator>;

const line = z.object({
  line: z.number(),
  sku: z.string(),
  name: z.string(),
  units: z.number(),
  done: z.number(),
  shorted: z.number(),
  barcodes: z.array(z.object({ gtin: z.string(), level: z.string(), units: z.number() })),
});
export type Line = z.output<typeof line>;

/** Of what a station shows, only what this page needs. */
const screen = z.object({
  station: z.string(),
  operator: z.string().nullable(),
  phase: z.enum(['idle', 'picking', 'sealed', 'other']),
  prompt: z.string(),
  order: z
    .object({
      number: z.string(),
      customer: z.string(),
      unitsDone: z.number(),
      unitsTotal: z.number(),
      lines: z.array(line),
      openParcelUnits: z.number(),
      parcels: z.array(
        z.object({ parcel: z.number(), sscc: z.string(), units: z.number(), scanned: z.boolean() }),
      ),
    })
    .nullable(),
  activity: activity.nullable().catch(null),
  actions: z
    .array(z.object({ code: z.string(), label: z.string(), asks: z.string().optional() }))
    .default([]),
  floor: floorQueue.optional(),
  last: z
    .object({
      seq: z.number(),
      verdict: z.string(),
      tone: z.enum(['ok', 'done', 'error']),
      message: z.string(),
    })
    .nullable(),
  queue: z.object({
    total: z.number(),
    next: z.array(
      z.object({ order: z.string(), customer: z.string(), units: z.number(), status: z.string() }),
    ),
  }),
});
export type Screen = z.output<typeof screen>;

const printedLabel = z.object({ label: z.number(), at: z.string(), code: z.string().nullable() });
export type PrintedLabel = z.output<typeof printedLabel>;

const printer = z.object({ id: z.string(), paper: z.enum(['in', 'out']), labels: z.array(printedLabel) });
type Printer = z.output<typeof printer>;

const ways = z.object({
  now: z.string().nullable(),
  ways: z.array(z.object({ id: z.string(), title: z.string(), note: z.string() })),
});
type Ways = z.output<typeof ways>;

const invoices = z.object({
  items: z.array(
    z.object({
      number: z.string(),
      order: z.string(),
      customer: z.object({ name: z.string() }),
      currency: z.string(),
      openMinor: z.number(),
    }),
  ),
});
export type Invoice = z.output<typeof invoices>['items'][number];

const paid = z.object({ xml: z.string().optional() });

export async function readSimulator(signal: AbortSignal): Promise<Simulator> {
  return simulator.parse(await getJson('/v1/simulator', signal));
}

export async function readScreen(scannerId: string, signal: AbortSignal): Promise<Screen> {
  return screen.parse(await getJson(`${scannerPath(scannerId)}/screen`, signal));
}

export async function readInvoices(signal: AbortSignal): Promise<Invoice[]> {
  return invoices.parse(await getJson('/v1/invoices', signal)).items;
}

export async function readPrinter(id: string, signal: AbortSignal): Promise<Printer> {
  return printer.parse(await getJson(`/v1/printers/${encodeURIComponent(id)}/labels`, signal));
}

export function pictureUrl(printerId: string, label: number): string {
  return `/v1/printers/${encodeURIComponent(printerId)}/labels/${label}`;
}

export async function setPaper(id: string, paper: Printer['paper']): Promise<void> {
  await postJson(`/v1/printers/${encodeURIComponent(id)}/paper`, { paper });
}

/** Puts a load onto the scale, in place of what lay there. */
export async function loadScale(id: string, grams: number): Promise<void> {
  await postJson(`/v1/benches/${encodeURIComponent(id)}/load`, { grams });
}

/** Puts tags before the reader for a moment. */
export async function showTags(
  id: string,
  tags: readonly { readonly gtin: string; readonly serial: string }[],
): Promise<void> {
  await postJson(`/v1/benches/${encodeURIComponent(id)}/tags`, { tags });
}

export async function readWays(signal: AbortSignal): Promise<Ways> {
  return ways.parse(await getJson('/v1/ways', signal));
}

export async function chooseWay(id: string): Promise<Ways> {
  return ways.parse(await postJson(`/v1/ways/${encodeURIComponent(id)}`, {}));
}

/** `text` is framed as the scanner is set; `hex` goes out as it is. */
export async function sendScan(
  scannerId: string,
  reading: { text: string } | { hex: string },
): Promise<void> {
  await postJson(`${scannerPath(scannerId)}/scan`, reading);
}

export async function setPlugged(scannerId: string, plugged: boolean): Promise<void> {
  await postJson(`${scannerPath(scannerId)}/${plugged ? 'plug' : 'unplug'}`, {});
}

/** @returns the bank statement that was sent to central, as camt.053 XML. */
export async function pay(numbers: readonly string[]): Promise<string> {
  return paid.parse(await postJson('/v1/bank/pay', { invoices: numbers })).xml ?? '';
}

function scannerPath(scannerId: string): string {
  return `/v1/scanners/${encodeURIComponent(scannerId)}`;
}
