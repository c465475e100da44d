/** The chart of accounts, thin: what order to cash needs. Numbers as bookkeepers write them. */
export const accounts = {
  '1000': 'Bank',
  '1200': 'Trade receivables',
  '1250': 'Unallocated cash',
  '2200': 'Output tax',
  '4000': 'Revenue',
  '4100': 'Freight revenue',
} as const;

export type Account = keyof typeof accounts;

export const bank: Account = '1000';
export const receivables: Account = '1200';
/** Money that came in and is not matched to an invoice yet: we owe it to whoever paid, so its balance is a credit. */
export const unallocatedCash: Account = '1250';
export const outputTax: Account = '2200';
export const revenue: Account = '4000';
export const freightRevenue: Account = '4100';
