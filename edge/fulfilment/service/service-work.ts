import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';

/** A service order that is done at the customer's place. */
export interface ServiceWork {
  readonly kind: 'service';
  readonly order: OrderDocument;
  /** Null before PP:START and after an interruption. ISO 8601 instant. */
  readonly startedAt: string | null;
  /** The work is done: the customer is asked to sign. */
  readonly signing: boolean;
}
