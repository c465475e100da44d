import { centralStatus } from '../../protocols/wire/status.ts';

/** An invoice as the list of central gives it, what the scenario needs of it. */
export interface Invoice {
  readonly number: string;
  readonly customer: { readonly id: string; readonly name: string };
  readonly status: string;
  readonly grossMinor: number;
  readonly paymentReference: string;
}

interface InvoiceDetail {
  readonly lines: readonly {
    readonly kind: string;
    readonly units: number;
    readonly netMinor: number;
    readonly evidence: readonly { readonly units: number }[];
  }[];
}

export interface Figures {
  readonly invoices: number;
  readonly paid: number;
  readonly lines: number;
  readonly units: number;
  readonly provenUnits: number;
  readonly netMinor: number;
  readonly freightMinor: number;
  readonly closed: number;
  readonly open: number;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** The books of central, read as anybody may: over HTTP. */
export function booksOf(centralUrl: string) {
  const invoices = () => list<Invoice>(centralUrl, '/v1/invoices');
  return {
    invoices,
    orders: () => list<{ readonly number: string; readonly status: string }>(centralUrl, '/v1/orders'),
    async figures(): Promise<Figures> {
      const all = await invoices();
      const details = await Promise.all(
        all.map(({ number }) => get<InvoiceDetail>(`${centralUrl}/v1/invoices/${number}`)),
      );
      const lines = details.flatMap((invoice) => invoice.lines);
      const goods = lines.filter((line) => line.kind === 'goods');
      const status = centralStatus.parse(await get(`${centralUrl}/v1/status`));
      const closed = status.orders.closed ?? 0;
      return {
        invoices: all.length,
        paid: all.filter((invoice) => invoice.status === 'paid').length,
        lines: goods.length,
        units: sum(goods.map((line) => line.units)),
        provenUnits: sum(goods.flatMap((line) => line.evidence.map((proof) => proof.units))),
        netMinor: sum(goods.map((line) => line.netMinor)),
        freightMinor: sum(lines.filter((line) => line.kind === 'charge').map((line) => line.netMinor)),
        closed,
        open: sum(Object.values(status.orders)) - closed,
        debitMinor: status.journal.debitMinor,
        creditMinor: status.journal.creditMinor,
      };
    },
  };
}

async function list<Item>(centralUrl: string, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const page: { items: Item[]; next: string | null } = await get(`${centralUrl}${path}?limit=1000${after}`);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

async function get<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
