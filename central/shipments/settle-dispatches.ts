import type { Trx } from '../database/database.ts';
import type { OrderProgress } from './order-progress.ts';

/** What left is no longer in stock, and no station has to see its order any more. */
export async function settleDispatches(_trx: Trx, _progresses: readonly OrderProgress[], _at: string): Promise<void> {}
