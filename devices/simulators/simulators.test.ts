import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { openScanner } from '../scanner/open-scanner.ts';
import type { ScannerEvent } from '../scanner/scanner.ts';
import { scannerConfig } from '../scanner/scanner-config.ts';
import { buildCamt053 } from './camt053.ts';
import { type RunningSimulators, simulatorConfig, startSimulators } from './main.ts';

const log = createLog('test', 'silent');

/** Central and the edge as far as the simulators ask them: they answer by path and keep what was posted. */
class Peers {
  readonly answers: Record<string, unknown> = {};
  readonly posted: { url: string; type: string | undefined; body: string }[] = [];
  private readonly server: Server = createServer((request, response) => {
    void body(request).then((text) => {
      const url = request.url ?? '';
      if (request.method === 'POST')
        this.posted.push({ url, type: request.headers['content-type'], body: text });
      const answer = this.answers[url];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? { code: 'NOT_FOUND' }));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function body(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

let folder: string;
let peers: Peers;
let simulators: RunningSimulators;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-simulators-'));
  peers = new Peers();
  await peers.start();
  const config = simulatorConfig.parse({
    dataDir: folder,
    scanners: [{ id: 'S1', framing: 'crlf', edgeUrl: peers.url }, { id: 'S2' }],
    centralUrl: peers.url,
    http: { port: 0 },
  });
  simulators = await startSimulators(config, { log, clock: systemClock });
});
afterEach(async () => {
  await simulators.stop();
  peers.stop();
  rmSync(folder, { recursive: true });
});

async function call(path: string, post?: object): Promise<{ status: number; json: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' };
  const init = post === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(post) };
  const response = await fetch(simulators.url + path, init);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

test('what a button scans comes out of a serial port', async () => {
  const events: ScannerEvent[] = [];
  const path = join(folder, 'scanner-S1');
  const config = scannerConfig.parse({ id: 's1', path, framing: 'crlf' });
  const scanner = openScanner(config, { boot: 'b', clock: systemClock, log });
  scanner.start((event) => events.push(event));
  await vi.waitFor(() => expect(events).toContainEqual({ kind: 'state', state: 'connected' }));
  await call('/v1/scanners/S1/scan', { text: '4012345678901' });
  await call('/v1/scanners/S1/scan', { hex: '00ff0d0a' });
  await vi.waitFor(() =>
    expect(events.slice(1)).toMatchObject([
      { kind: 'scan', text: '4012345678901' },
      { kind: 'garbled', hex: '00ff' },
    ]),
  );
  await call('/v1/scanners/S1/unplug', {});
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: 'state', state: 'disconnected' }));
  await scanner.close();
});

test('shows its scanners and the screen of a station, and refuses what cannot be', async () => {
  peers.answers['/v1/screen'] = { v: 1, prompt: 'Scan an order' };
  await call('/v1/scanners/S2/unplug', {});
  expect((await call('/v1/simulator')).json).toMatchObject({
    scanners: [
      { id: 'S1', path: join(folder, 'scanner-S1'), plugged: true, edgeUrl: peers.url },
      { id: 'S2', plugged: false, edgeUrl: null },
    ],
    centralUrl: peers.url,
  });
  expect((await call('/v1/scanners/S1/screen')).json).toEqual({ v: 1, prompt: 'Scan an order' });
  const refused = [
    await call('/v1/scanners/S2/scan', { text: '1' }),
    await call('/v1/scanners/S3/scan', { text: '1' }),
    await call('/v1/scanners/S2/screen'),
    await call('/v1/scanners/S1/scan', { text: '1', hex: '31' }),
    await call('/v1/scanners/S1/scan', { hex: '123' }),
    await call('/v1/bank/pay', { invoices: ['a', 'b'], amountMinor: 5 }),
    await call('/v1/bank/pay', { invoices: ['unknown'] }),
  ];
  expect(refused.map(({ status, json }) => `${status} ${json.code}`)).toEqual([
    '409 SIMULATOR_SCANNER_UNPLUGGED',
    '404 SIMULATOR_SCANNER_UNKNOWN',
    '409 SIMULATOR_PEER_NOT_SET',
    '400 REQUEST_INVALID',
    '400 REQUEST_INVALID',
    '400 REQUEST_INVALID',
    '502 SIMULATOR_PEER_FAILED',
  ]);
});

test('the bank pays what is open on an invoice and posts the statement to central', async () => {
  const parties = {
    seller: { name: 'Demo & Co', iban: 'DE89370400440532013000' },
    buyer: { name: 'Anna <A>' },
  };
  const money = { currency: 'EUR', grossMinor: 11_905, paidMinor: 1_900, paymentReference: 'RF18INV1' };
  peers.answers['/v1/invoices/INV-1'] = { v: 1, number: 'INV-1', ...money, parties };
  peers.answers['/v1/invoices?status=open&limit=1000'] = { v: 1, items: [{ number: 'INV-1' }], next: null };
  peers.answers['/v1/bank/statements'] = { v: 1, statements: [] };
  expect((await call('/v1/invoices')).json).toMatchObject({ items: [{ number: 'INV-1' }] });
  const { status, json } = await call('/v1/bank/pay', { invoices: ['INV-1'] });
  expect(status).toBe(200);
  expect(peers.posted).toEqual([{ url: '/v1/bank/statements', type: 'application/xml', body: json.xml }]);
  const stmt = new XMLParser({ parseTagValue: false }).parse(String(json.xml)).Document.BkToCstmrStmt.Stmt;
  expect(stmt.Ntry).toMatchObject({ Amt: '100.05', CdtDbtInd: 'CRDT', Sts: { Cd: 'BOOK' } });
  expect(stmt.Ntry.NtryDtls.TxDtls.RmtInf.Ustrd).toBe('Invoice INV-1 RF18INV1');
  expect(stmt.Ntry.NtryDtls.TxDtls.RltdPties.Dbtr.Pty.Nm).toBe('Anna <A>');
  expect(stmt.Acct).toMatchObject({ Id: { IBAN: 'DE89370400440532013000' }, Ownr: { Nm: 'Demo & Co' } });
  const again = await call('/v1/bank/pay', { invoices: ['INV-1'], amountMinor: 5 });
  const next = new XMLParser({ parseTagValue: false }).parse(String(again.json.xml)).Document.BkToCstmrStmt
    .Stmt;
  // A statement opens with what the one before closed with, or central would ask for the one between.
  const balances = [...stmt.Bal, ...next.Bal].map(({ Amt }: { Amt: string }) => Amt);
  expect(balances).toEqual(['0.00', '100.05', '100.05', '100.10']);
});

test('a statement is the same for the same content, and its balances add up', () => {
  const statement = {
    messageId: 'MSG-1',
    statementId: 'STMT-1',
    createdAt: '2026-01-05T06:00:00.000Z',
    date: '2026-01-05',
    iban: 'DE89370400440532013000',
    ownerName: 'Demo',
    currency: 'EUR',
    openingMinor: -1_050,
    entries: [
      { bankReference: 'B-1', amountMinor: 5, debtorName: 'Anna', remittance: 'INV-1' },
      { bankReference: 'B-2', amountMinor: 100_000, debtorName: 'Ben', remittance: 'INV-2' },
    ],
  };
  const xml = buildCamt053(statement);
  expect(buildCamt053(statement)).toBe(xml);
  expect(XMLValidator.validate(xml)).toBe(true);
  const stmt = new XMLParser({ parseTagValue: false }).parse(xml).Document.BkToCstmrStmt.Stmt;
  expect(stmt.Bal).toMatchObject([
    { Tp: { CdOrPrtry: { Cd: 'OPBD' } }, Amt: '10.50', CdtDbtInd: 'DBIT' },
    { Tp: { CdOrPrtry: { Cd: 'CLBD' } }, Amt: '989.55', CdtDbtInd: 'CRDT' },
  ]);
  expect(
    stmt.Ntry.map((entry: { Amt: string; AcctSvcrRef: string }) => [entry.Amt, entry.AcctSvcrRef]),
  ).toEqual([
    ['0.05', 'B-1'],
    ['1000.00', 'B-2'],
  ]);
});
