import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { GivenUp } from './given-up.ts';

/** What a line of an order still asks for, where the person stands now. */
export interface Want {
  /** Its place in the list that the caller keeps. */
  readonly index: number;
  readonly order: string;
  readonly line: number;
  readonly sku: string;
  /** Units still missing; 0 of a line that is complete. */
  readonly remaining: number;
  /** What it asks for no more as it was given up. */
  readonly givenUp?: GivenUp;
  /** Only this lot. */
  readonly lot: string | undefined;
  readonly substitution: 'allowed' | 'refused' | undefined;
  /** Days that the customer wants left until the expiry. */
  readonly minRemainingDays: number;
}

/** Units of one scan for one want. */
export interface Share {
  readonly index: number;
  readonly units: number;
}

export type OrderedLine = OrderDocument['lines'][number];

/** The want of a line of an order. */
export function wantOf(
  order: OrderDocument,
  line: OrderedLine,
  {
    index,
    remaining,
    givenUp,
    lot = line.lot,
  }: Pick<Want, 'index' | 'remaining' | 'givenUp'> & { readonly lot?: string | undefined },
): Want {
  const { sku, substitution } = line;
  const minRemainingDays = order.minRemainingDays ?? 0;
  return {
    ...{ index, order: order.order, line: line.line, sku, remaining, lot, substitution, minRemainingDays },
    ...(givenUp === undefined ? {} : { givenUp }),
  };
}
