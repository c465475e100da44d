import { pbkdf2Sync } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { importStatements } from '../../central/bank/import-statements.ts';
import { camt053 } from '../../central/bank/test-camt.ts';
import { productInput, withGtins } from '../../central/catalog/product.ts';
import { addProduct } from '../../central/catalog/product-store.ts';
import type { CentralContext } from '../../central/context.ts';
import { customerInput } from '../../central/customers/customer.ts';
import { addCustomer, changeCustomer } from '../../central/customers/customer-store.ts';
import type { Db, Trx } from '../../central/database/database.ts';
import { migrate } from '../../central/database/migrate.ts';
import type { Database as Tables } from '../../central/database/schema.ts';
import { withStatementCache } from '../../central/database/sqlite/statement-cache.ts';
import { withTransaction } from '../../central/database/transaction.ts';
import { receiveUpload } from '../../central/facts/receive-upload.ts';
import { putLocation } from '../../central/locations/location-store.ts';
import { Live } from '../../central/notifications/live.ts';
import { enterOrder } from '../../central/orders/enter-order.ts';
import { orderInput } from '../../central/orders/order.ts';
import { putPerson } from '../../central/people/people-store.ts';
import { cancelOrder } from '../../central/release/cancel-order.ts';
import { receiveGoods } from '../../central/release/receive-goods.ts';
import { holdOrder, releaseOrder } from '../../central/release/release-order.ts';
import { putRules } from '../../central/rules/rules-store.ts';
import { testConfig } from '../../central/test-context.ts';
import { publishSites } from '../../central/work-feed/publish-sites.ts';
import { WorkNotifier } from '../../central/work-feed/work-notifier.ts';
import { isoInstant } from '../../kernel/clock.ts';
import { PackproofError } from '../../kernel/errors.ts';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { SiteId } from '../../protocols/wire/ids.ts';
import type { SiteRules } from '../../protocols/wire/work/site-rules.ts';
import { articles, contentsOf, openingUnits, productOf, work } from './goods.ts';

export const site = 's1';
export const startsAt = '2026-03-02T08:00:00.000Z';
/** Badges: the last one is a supervisor's. */
export const badges = ['ada', 'bob', 'sue'] as const;
/** What only they know: digits that occur nowhere else. */
export const pins: Readonly<Record<string, string>> = {
  ada: '731946205817',
  bob: '640285193762',
  sue: '915073628403',
};
export const supervisor = 'sue';

const quiet = createLog('floor', 'silent');
const customer = {
  id: 'C1',
  name: 'Bakery Sommer',
  street: 'Marktplatz 3',
  city: 'Halle',
  postalCode: '06108',
  country: 'Germany',
};
/** Enough for some orders, not for all of a busy day. */
const limitMinor = 12_000;

export interface NewOrder {
  readonly number: string;
  readonly lines: readonly {
    readonly sku: string;
    readonly units: number;
    readonly lot?: string;
    readonly substitution?: 'allowed' | 'refused';
  }[];
  readonly carrier?: string;
  readonly kind?: 'service';
  readonly appointment?: { readonly from: string; readonly to: string };
}

/** Central with its database in memory, and what the people of the back office do there. */
export class Office {
  readonly context: CentralContext;
  private booked = 0;
  /** Statements of the bank that were handed in, the money of each in minor units. */
  readonly paid: { readonly xml: string; readonly amountMinor: number }[] = [];

  private constructor(context: CentralContext) {
    this.context = context;
  }

  static async open(clock: ManualClock, rules: SiteRules): Promise<Office> {
    stocked ??= await stockUp();
    const office = new Office(contextOn(openDatabase(stocked).db, clock));
    await office.act((trx) =>
      putRules(trx, office.context.config, site, {
        rules,
        timeZone: 'Europe/Berlin',
        at: office.now,
        by: 'sue',
      }),
    );
    return office;
  }

  get db(): Db {
    return this.context.db;
  }

  enter({ number, ...rest }: NewOrder): Promise<boolean> {
    return this.act(async (trx) => {
      const input = orderInput.parse({ number, customer: customer.id, ...rest });
      await enterOrder(trx, input, { currency: 'EUR', site, at: this.now });
      await releaseOrder(trx, number, this.now);
    });
  }

  hold(number: string): Promise<boolean> {
    return this.act((trx) => holdOrder(trx, number, 'ask the customer', this.now));
  }

  release(number: string): Promise<boolean> {
    return this.act((trx) => releaseOrder(trx, number, this.now));
  }

  cancel(number: string): Promise<boolean> {
    return this.act((trx) => cancelOrder(trx, number, 'changed their mind', this.now));
  }

  receive(sku: string, units: number): Promise<boolean> {
    this.booked += 1;
    const reference = `note-${this.booked}`;
    return this.act((trx) =>
      receiveGoods(trx, { site, sku, units, reason: 'receipt', reference, at: this.now }),
    );
  }

  /**
   * The bank tells of money: mostly what an invoice asks for, sometimes a cent less, of an invoice that was paid already or
   * that nobody knows; or somebody hands in the same statement again.
   */
  async pay(a: number, b: number): Promise<void> {
    const again = this.paid[a % Math.max(1, this.paid.length)];
    if (b % 6 === 0 && again !== undefined) {
      await importStatements(this.context, again.xml);
      return;
    }
    const invoices = await this.db.selectFrom('invoices').selectAll().orderBy('number').execute();
    const invoice = invoices[a % Math.max(1, invoices.length)];
    if (invoice === undefined) return;
    const amountMinor = invoice.gross_minor - (b % 6 === 1 ? 1 : 0);
    const reference = b % 6 === 2 ? 'INV-999999' : invoice.payment_reference;
    const amount = (amountMinor / 100).toFixed(2);
    const xml = camt053({ id: `ST-${this.paid.length + 1}`, entries: [{ amount, reference }] });
    this.paid.push({ xml, amountMinor });
    await importStatements(this.context, xml);
  }

  raiseLimit(): Promise<boolean> {
    const input = customerInput.parse({ ...customer, creditLimitMinor: limitMinor * 100 });
    return this.act((trx) => changeCustomer(trx, input, { currency: 'EUR', at: this.now }));
  }

  changeRules(rules: SiteRules): Promise<boolean> {
    const change = { rules, timeZone: 'Europe/Berlin', at: this.now, by: 'sue' };
    return this.act((trx) => putRules(trx, this.context.config, site, change));
  }

  async take(events: readonly FactEvent[]): Promise<void> {
    await receiveUpload(this.context, { v: 1, site: site as SiteId, events: [...events], heads: [] });
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }

  private get now(): string {
    return isoInstant(this.context.clock.now());
  }

  /** @returns false if central refused it, with a reason for the person. */
  private async act(action: (trx: Trx) => Promise<unknown>): Promise<boolean> {
    try {
      await withTransaction(this.context, action);
      return true;
    } catch (thrown) {
      if (thrown instanceof PackproofError) return false;
      throw thrown;
    }
  }
}

/** What every schedule begins with: one central was filled, the others are copies of its database. */
let stocked: Buffer | undefined;

async function stockUp(): Promise<Buffer> {
  const { db, bytes } = openDatabase(undefined);
  await migrate(db, ':memory:');
  const context = contextOn(db, new ManualClock(startsAt));
  await publishSites(context);
  const at = startsAt;
  const entry = { currency: 'EUR', sites: [site], at };
  await withTransaction(context, async (trx) => {
    await addCustomer(trx, customerInput.parse({ ...customer, creditLimitMinor: limitMinor }), entry);
    for (const [walk, article] of articles.entries()) {
      const { sku, location, zone } = article;
      const product = withGtins(productInput.parse(productOf(article)));
      await addProduct(trx, product, entry);
      await receiveGoods(trx, { site, sku, units: openingUnits, reason: 'opening', reference: 'o', at });
      await putLocation(trx, site, location, { input: { zone, walk, contents: contentsOf(article) }, at });
    }
    const service = { sku: work.sku, name: work.sku, unitPriceMinor: 8_000, taxRateBp: 1900 };
    const packagings = [{ gtin: work.each, level: 'each', units: 1 }];
    await addProduct(trx, withGtins(productInput.parse({ ...service, packagings })), entry);
    for (const badge of badges) {
      const person = { name: badge, role: badge === supervisor ? 'supervisor' : 'operator' } as const;
      await putPerson(trx, site, badge, {
        person: { ...person, pin: pins[badge] ?? null },
        pin: hashed(badge),
        at,
      });
    }
  });
  const filled = bytes();
  await db.destroy();
  return filled;
}

/** As slow as the wire asks for at least: stations compare it in each of the many days. */
function hashed(badge: string) {
  const iterations = 10_000;
  const salt = Buffer.from(`salt of ${badge} 0123456`);
  const hash = pbkdf2Sync(pins[badge] ?? '', salt, iterations, 32, 'sha256').toString('base64url');
  return { iterations, salt: salt.toString('base64url'), hash };
}

function openDatabase(from: Buffer | undefined): { readonly db: Db; readonly bytes: () => Buffer } {
  const file = new Database(from ?? ':memory:');
  file.pragma('foreign_keys = ON');
  const database = withStatementCache(file);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  return { db, bytes: () => file.serialize() };
}

function contextOn(db: Db, clock: ManualClock): CentralContext {
  const shared = { log: quiet, clock, config: testConfig(), instance: 'floor' };
  return { ...shared, db, live: new Live(), workNotifier: new WorkNotifier() };
}
