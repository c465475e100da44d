import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { deviceErrors } from '../device-errors.ts';
import { askService } from './ask-service.ts';
import { payOrder, type SimulatedBank } from './bank.ts';
import { addBenchRoutes } from './bench-routes.ts';
import { addPrinterRoutes } from './printer-routes.ts';
import type { SimulatorConfig } from './simulator-config.ts';
import type { SiteWays } from './site-ways.ts';
import type { VirtualBench } from './virtual-bench.ts';
import type { VirtualPrinter } from './virtual-printer.ts';
import type { VirtualScanner } from './virtual-scanner.ts';

const scanBody = z.union(
  [
    z.strictObject({ text: z.string().min(1).max(100_000) }),
    z.strictObject({
      hex: z
        .string()
        .regex(/^([0-9a-f]{2})+$/i)
        .max(200_000),
    }),
  ],
  'either { text } or { hex } with pairs of hexadecimal digits',
);

export interface Simulation {
  readonly config: SimulatorConfig;
  readonly scanners: ReadonlyMap<string, VirtualScanner>;
  readonly printers: ReadonlyMap<string, VirtualPrinter>;
  readonly benches: ReadonlyMap<string, VirtualBench>;
  readonly ways: SiteWays;
  /** Undefined if central is not known. */
  readonly bank: SimulatedBank | undefined;
}

export function addSimulatorRoutes(app: FastifyInstance, simulation: Simulation): void {
  const open = { config: { role: 'public' as const } };
  const { config } = simulation;
  app.get('/v1/health', open, async () => ({ v: 1, service: 'simulator', status: 'ok' }));
  app.get('/v1/simulator', open, async () => overview(simulation));
  app.post<{ Params: { id: string } }>('/v1/scanners/:id/scan', open, async (request) => {
    const scanner = scannerOf(simulation, request.params.id);
    const body = parseRequest(scanBody, request.body);
    if ('text' in body) scanner.scan(body.text);
    else scanner.send(Buffer.from(body.hex, 'hex'));
    return overview(simulation);
  });
  for (const action of ['plug', 'unplug'] as const) {
    app.post<{ Params: { id: string } }>(`/v1/scanners/:id/${action}`, open, async (request) => {
      scannerOf(simulation, request.params.id)[action]();
      return overview(simulation);
    });
  }
  app.get<{ Params: { id: string } }>('/v1/scanners/:id/screen', open, async (request) => {
    const { id } = scannerOf(simulation, request.params.id);
    const { edgeUrl, edgeToken } = config.scanners.find((scanner) => scanner.id === id) ?? {};
    if (edgeUrl === undefined) {
      throw deviceErrors.fault('SIMULATOR_PEER_NOT_SET', `edgeUrl of scanner ${id} is not set`);
    }
    return askService({ url: edgeUrl, token: edgeToken }, '/v1/screen');
  });
  addPrinterRoutes(app, simulation.printers);
  addBenchRoutes(app, simulation.benches);
  app.get('/v1/ways', open, async () => simulation.ways.list());
  app.post<{ Params: { id: string } }>('/v1/ways/:id', open, async (request) =>
    simulation.ways.choose(request.params.id),
  );
  app.get('/v1/invoices', open, async () => bankOf(simulation).openInvoices());
  app.post('/v1/bank/pay', open, async (request) =>
    bankOf(simulation).pay(parseRequest(payOrder, request.body)),
  );
}

function overview({ config, scanners, printers, benches }: Simulation) {
  return {
    v: 1,
    scanners: config.scanners.map(({ id, framing, edgeUrl }) => ({
      id,
      framing,
      path: scanners.get(id)?.link,
      plugged: scanners.get(id)?.plugged ?? false,
      edgeUrl: edgeUrl ?? null,
    })),
    printers: [...printers.keys()],
    benches: config.benches.map(({ id, tagged }) => ({ id, tagged, grams: benches.get(id)?.grams ?? 0 })),
    codes: config.codes,
    hasWays: config.ways.length > 0,
    centralUrl: config.centralUrl ?? null,
  };
}

function scannerOf({ scanners }: Simulation, id: string): VirtualScanner {
  const scanner = scanners.get(id);
  if (scanner !== undefined) return scanner;
  throw deviceErrors.fault('SIMULATOR_SCANNER_UNKNOWN', `there is no scanner ${id}`, { place: 'path.id' });
}

function bankOf({ bank }: Simulation): SimulatedBank {
  if (bank !== undefined) return bank;
  throw deviceErrors.fault('SIMULATOR_PEER_NOT_SET', 'centralUrl is not set');
}
