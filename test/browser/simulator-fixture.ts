import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { type FixtureServer, fixtureServer } from './fixture-server.ts';
import { idleView } from './views/desk-views.ts';

/** A simulator whose station shows what the test wants; it keeps what was scanned. */
export interface SimulatorFixture extends FixtureServer {
  readonly scans: { scanner: string; body: unknown }[];
  readonly paid: string[];
  screen: ScreenView;
  invoices: {
    number: string;
    order: string;
    customer: { name: string };
    currency: string;
    openMinor: number;
  }[];
}

export async function startSimulatorFixture(folder: string): Promise<SimulatorFixture> {
  const server = await fixtureServer(folder, { path: '/v1/unused', first: () => null });
  let plugged = true;
  const fixture: SimulatorFixture = { ...server, scans: [], paid: [], screen: idleView, invoices: [] };
  const overview = () => ({
    v: 1,
    scanners: [
      { id: 'scanner-1', path: '/var/lib/packproof/scanner-1', plugged, edgeUrl: 'http://127.0.0.1:8082' },
      {
        id: 'scanner-2',
        path: '/var/lib/packproof/scanner-2',
        plugged: true,
        edgeUrl: 'http://127.0.0.1:8092',
      },
    ],
    centralUrl: 'http://127.0.0.1:8080',
  });
  const { app } = server;
  app.get('/v1/simulator', overview);
  app.get('/v1/scanners/:id/screen', () => fixture.screen);
  app.post('/v1/scanners/:id/scan', (request) => {
    fixture.scans.push({ scanner: (request.params as { id: string }).id, body: request.body });
    return overview();
  });
  for (const action of ['plug', 'unplug']) {
    app.post(`/v1/scanners/:id/${action}`, () => {
      plugged = action === 'plug';
      return overview();
    });
  }
  app.get('/v1/invoices', () => ({ v: 1, items: fixture.invoices, next: null }));
  app.post('/v1/bank/pay', (request) => {
    const { invoices } = request.body as { invoices: string[] };
    fixture.paid.push(...invoices);
    fixture.invoices = fixture.invoices.filter(({ number }) => !invoices.includes(number));
    return { v: 1, xml: '<Document><BkToCstmrStmt/></Document>', central: {} };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return fixture;
}
