import { join } from 'node:path';
import { callService } from '../call-service.ts';
import { startChild } from '../child-service.ts';
import { benchSite, benchStation, benchWork, scansOf } from './bench-work.ts';
import type { Measurement } from './report.ts';

const openOrders = 10_000;
const factGoal = 100_000;
const firstLook = 20_000;

interface Screen {
  readonly last: { readonly tone: string; readonly message: string; readonly seq: number } | null;
  readonly order: { readonly parcels: readonly { readonly sscc: string }[] } | null;
  readonly link: { readonly unacknowledged: number };
  readonly queue: { readonly total: number };
}

/** Resident memory of an edge agent and a gateway, each a process of its own, after 20,000 and after 100,000 facts. */
export async function benchMemory(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const gateway = await startChild(
    'gateway',
    'gateway',
    { site: benchSite, dataDir: join(folder, 'gateway'), mqtt: { port: 0 }, http: { port: 0 } },
    folder,
  );
  const { httpUrl = '', mqttUrl = '' } = gateway.ready;
  for (const page of benchWork(openOrders))
    await callService(`${httpUrl}/v1/work`, { method: 'PUT', body: page, timeoutMs: 30_000 });
  const edge = await startChild(
    'edge',
    'edge',
    {
      site: benchSite,
      station: benchStation,
      dataDir: join(folder, 'edge'),
      gateway: { httpUrl, mqttUrl },
      scanners: [],
      sscc: { extensionDigit: 0, firstSerial: 1, lastSerial: 999_999 },
      http: { port: 0 },
    },
    folder,
  );
  const edgeUrl = edge.ready.url ?? '';
  const screen = async () => (await callService(`${edgeUrl}/v1/screen`)) as Screen;
  while ((await screen()).queue.total < openOrders) await new Promise((resolve) => setTimeout(resolve, 100));
  const early = { edge: 0, gateway: 0 };
  let facts = 0;
  for (let order = 0; facts < factGoal; order += 1) {
    facts = await workOrder(order, edgeUrl, screen);
    if (early.edge === 0 && facts >= firstLook) {
      early.edge = edge.usage.residentMb();
      early.gateway = gateway.usage.residentMb();
    }
    if (order % 500 === 0)
      tell(
        `${facts} facts, edge ${edge.usage.residentMb().toFixed(0)} MB, gateway ${gateway.usage.residentMb().toFixed(0)} MB`,
      );
  }
  while ((await screen()).link.unacknowledged > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  const late = { edge: edge.usage.residentMb(), gateway: gateway.usage.residentMb() };
  await edge.stop();
  await gateway.stop();
  return [
    memory('edge agent', late.edge, early.edge, '< 150 MB, flat'),
    memory('gateway', late.gateway, early.gateway, 'flat'),
  ];
}

function memory(what: string, late: number, early: number, goal: string): Measurement {
  return {
    what: `resident memory of the ${what} after ${factGoal.toLocaleString('en')} facts`,
    value: late,
    unit: 'MB',
    baseline: { what: `after ${firstLook.toLocaleString('en')}`, value: early },
    goal,
  };
}

/** @returns the seq of the last fact. */
async function workOrder(order: number, edgeUrl: string, screen: () => Promise<Screen>): Promise<number> {
  const touch = (code: string) =>
    callService(`${edgeUrl}/v1/commands`, { method: 'POST', body: { v: 1, code } });
  for (const code of scansOf(order)) await touch(code);
  for (const parcel of (await screen()).order?.parcels ?? []) await touch(`00${parcel.sscc}`);
  const { last } = await screen();
  if (last === null || last.tone === 'error')
    throw new Error(`the bench scanned what was refused: ${last?.message}`);
  return last.seq;
}
