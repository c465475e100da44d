import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import { factsOf, reportOf, scan, screenOf, stationReady } from './at-station.ts';
import { enterBusiness, gtins } from './business.ts';
import { getJson, mustSend } from './http.ts';
import { companyPrefix, type Site, startSite, station } from './site.ts';
import { soon } from './soon.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite({ without: ['simulator'] });
  await enterBusiness(site, ['SO-1', 'SO-2', 'SO-3']);
  await stationReady(site, 3);
});
afterAll(() => site.stop());

/** Scans what must be refused: told with its reason, kept as one fact, and nothing else has changed. */
async function refusedScan(code: string, verdict: string, message: RegExp): Promise<void> {
  const before = await screenOf(site);
  const { facts } = await reportOf(site);
  const view = await scan(site, code);
  expect([code, view.last.verdict, view.last.tone]).toEqual([code, verdict, 'error']);
  expect(view.last.message).toMatch(message);
  expect([view.order, view.phase, view.queue]).toEqual([before.order, before.phase, before.queue]);
  expect(await factsOf(site, station, facts.lastSeq)).toEqual([
    expect.objectContaining({
      type: 'scan.recorded',
      data: expect.objectContaining({ raw: code, verdict, message: view.last.message }),
    }),
  ]);
}

async function goodScan(code: string, verdict: string): Promise<string> {
  const view = await scan(site, code);
  expect([code, view.last.message, view.last.verdict]).toEqual([code, view.last.message, verdict]);
  return view.order?.parcels.at(-1)?.sscc ?? '';
}

/** A right number, but of no parcel of this station. */
const foreignLabel = buildSscc(9, companyPrefix, 7);

type Row = readonly [what: string, code: string, verdict: string, message: RegExp];

/** What is no command, in every state of a station; the last ones are names that every JavaScript object has. */
const noCommands: readonly Row[] = [
  ...['PP:', 'PP:DANCE', 'PP:seal', 'PP:BADGE:', `PP:BADGE:${'x'.repeat(65)}`, 'PP:SHORT:LAZY'].map(
    (code): Row => [
      `unknown command ${code.slice(0, 20)}`,
      code,
      'refused_unknown_command',
      /no command here/,
    ],
  ),
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((reason): Row => {
    const code = `PP:SHORT:${reason}`;
    return [`unknown reason ${reason}`, code, 'refused_unknown_command', /no command here/];
  }),
];

const withoutOrder: readonly Row[] = [
  [
    'an item while no order is open',
    `01${gtins.tea}`,
    'refused_no_order_open',
    /Scan an order, a task or a tote/,
  ],
  ['a label while no order is open', `00${foreignLabel}`, 'refused_parcel_unknown', /\S/],
  ['an order that nobody knows', 'SO-404', 'refused_order_unknown', /neither an order nor a product/],
  ['a barcode that nobody knows', `01${gtins.nobody}`, 'refused_unknown_barcode', /No product here/],
  ['a wrong check digit', '4012345000017', 'refused_check_digit', /check digit is wrong/],
  ['blanks', '   ', 'refused_unreadable', /Nothing was read/],
  ['an undo of nothing', 'PP:UNDO', 'refused_no_order_open', /No order is open/],
  ...noCommands,
];

const withOrder: readonly Row[] = [
  ['a barcode that nobody knows', `01${gtins.nobody}`, 'refused_unknown_barcode', /Put the item aside/],
  [
    'a text that nobody knows',
    'HELLO',
    'refused_unknown_barcode',
    /HELLO is no product, order, task or tote/,
  ],
  ['a wrong item', `01${gtins.cup}`, 'refused_not_on_order', /does not belong to order SO-1/],
  ['too many at once', `01${gtins.teaCase}`, 'refused_too_many', /holds 6 units, only 1 missing/],
  ['a wrong check digit', '4012345000017', 'refused_check_digit', /check digit is wrong/],
  [
    'a wrong check digit in an element string',
    `]C101${gtins.tea.slice(0, 13)}${(Number(gtins.tea[13]) + 1) % 10}`,
    'refused_check_digit',
    /check digit/,
  ],
  ['expired goods', `]d201${gtins.tea}17200101`, 'refused_expired', /expired on 2020-01-01/],
  ['a date that does not exist', `]d201${gtins.tea}17201301`, 'refused_unreadable', /\S/],
  ['an element string that breaks off', `]d201${gtins.tea}17`, 'refused_unreadable', /\S/],
  ['another order', 'SO-2', 'refused_order_open', /Order SO-1 is still open/],
  ['the label of another parcel', `00${foreignLabel}`, 'refused_wrong_parcel', /does not belong to order/],
  ...noCommands,
];

describe('a scan that is refused', () => {
  test.each(withoutOrder)('%s', async (_what, ...row) => refusedScan(...row));

  test('an order is opened and one unit packed, for what follows', async () => {
    await goodScan('SO-1', 'order_opened');
    await refusedScan('PP:SEAL', 'refused_nothing_packed', /Scan an item first/);
    await refusedScan('PP:SHORT', 'refused_nothing_packed', /Nothing of order SO-1 is packed/);
    await refusedScan('PP:UNDO', 'refused_nothing_to_undo', /nothing that can be undone/);
    await goodScan(`01${gtins.tea}`, 'item_confirmed');
  });

  test.each(withOrder)('with an order open: %s', async (_what, ...row) => refusedScan(...row));

  test('with the parcel sealed: one more of the same, and the order again once it has left', async () => {
    const sscc = await goodScan(`01${gtins.tea}`, 'parcel_sealed');
    await refusedScan(`01${gtins.tea}`, 'refused_line_complete', /complete already/);
    await goodScan(`00${sscc}`, 'shipment_dispatched');
    await refusedScan('SO-1', 'refused_order_done', /already left/);
    await refusedScan(`00${sscc}`, 'refused_parcel_left', /has left/);
  });

  test('an order on hold', async () => {
    const hold = { path: '/v1/orders/SO-3/hold', body: { reason: 'The customer called' } };
    await mustSend(site.urls.central, { method: 'POST', ...hold });
    await soon('the hold at the station', async () =>
      (await screenOf(site)).queue.next.some(({ order, status }) => order === 'SO-3' && status === 'on_hold')
        ? true
        : undefined,
    );
    await refusedScan('SO-3', 'refused_order_on_hold', /on hold: .*Put it aside/);
  });
});

test('a touch on the screen is refused just as a scan is', async () => {
  const { facts } = await reportOf(site);
  const body = { v: 1, code: 'PP:SHORT:valueOf\ud800\0' };
  const view = await mustSend(site.urls.edge, { method: 'POST', path: '/v1/commands', body });
  expect(view).toMatchObject({ last: { verdict: 'refused_unknown_command' } });
  expect(await factsOf(site, station, facts.lastSeq)).toMatchObject([
    { type: 'scan.recorded', data: { scan: { device: 'screen' }, verdict: 'refused_unknown_command' } },
  ]);
});

test('after all of it the one good order is invoiced once, with what was packed and nothing else', async () => {
  const invoices = await soon('the invoice', async () => {
    const { items } = (await getJson(site.urls.central, '/v1/invoices')) as { items: object[] };
    return items.length > 0 ? items : undefined;
  });
  expect(invoices).toMatchObject([{ order: 'SO-1', netMinor: 900, chargeMinor: 490 }]);
  expect(await getJson(site.urls.central, '/v1/exceptions')).toMatchObject({ items: [] });
  expect(await getJson(site.urls.gateway, '/v1/status')).toMatchObject({
    log: { setAside: 0, conflicts: 0 },
    refused: {},
  });
  await goodScan('SO-2', 'order_opened');
});
