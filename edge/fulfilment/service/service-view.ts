import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { ServiceWork } from './service-work.ts';

/** What the screen shows of a service order. */
export interface ServiceView {
  readonly kind: 'service';
  readonly order: string;
  readonly customer: string;
  readonly address: string;
  /** When the customer expects somebody; null where nothing was agreed. */
  readonly appointment: { readonly from: string; readonly to: string } | null;
  readonly startedAt: string | null;
  readonly signing: boolean;
  readonly lines: readonly Pick<OrderDocument['lines'][number], 'line' | 'sku' | 'name' | 'units'>[];
}

export function viewOfService({ order: document, startedAt, signing }: ServiceWork): ServiceView {
  const { order, customer, shipTo, appointment, lines } = document;
  return {
    kind: 'service',
    order,
    customer: customer.name,
    address: `${shipTo.name}, ${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
    appointment: appointment ?? null,
    startedAt,
    signing,
    lines: lines.map(({ line, sku, name, units }) => ({ line, sku, name, units })),
  };
}
