import { buildGtin } from '../../protocols/gs1/gtin.ts';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import type { WorkDocument, WorkPage } from '../../protocols/wire/work.ts';
import { maxDocumentsPerPage, workPage } from '../../protocols/wire/work.ts';

export const benchSite = 'BEN';
export const benchStation = 'S1';
const companyPrefix = '9520001';
const productCount = 200;
const linesPerOrder = 3;
const unitsPerLine = 4;

const benchOrder = (index: number): string => `B-${String(index).padStart(6, '0')}`;
const gtinOf = (item: number) => buildGtin(companyPrefix, item, 0);

/** What a person scans to work off one order, but for the parcel's label, which the station makes. */
export function scansOf(index: number): string[] {
  const items = itemsOf(index).flatMap((item) => Array<string>(unitsPerLine).fill(`01${gtinOf(item)}`));
  return [benchOrder(index), ...items];
}

/** The label that the station makes for the parcel of the order, if orders are worked off in their sequence from 0. */
export function labelOf(index: number): string {
  const sscc = buildSscc(0, companyPrefix, index + 1);
  return `00${sscc}`;
}

function itemsOf(index: number): number[] {
  return Array.from(
    { length: linesPerOrder },
    (_, line) => ((index * linesPerOrder + line) % productCount) + 1,
  );
}

/** A work feed with `orders` open orders of three lines and 200 products, as pages. */
export function benchWork(orders: number): WorkPage[] {
  const documents = [siteDocument(), ...productDocuments(), ...orderDocuments(orders)].map(
    (document, index) => ({
      ...document,
      version: 1,
      cursor: index + 1,
    }),
  ) as WorkDocument[];
  const pages: WorkPage[] = [];
  for (let first = 0; first < documents.length; first += maxDocumentsPerPage) {
    const part = documents.slice(first, first + maxDocumentsPerPage);
    const last = first + part.length;
    pages.push(
      workPage.parse({
        v: 1,
        site: benchSite,
        epoch: 'bench',
        documents: part,
        cursor: last,
        more: last < documents.length,
        asOf: new Date().toISOString(),
      }),
    );
  }
  return pages;
}

function siteDocument() {
  return { kind: 'site', id: benchSite, data: { name: 'Bench', gs1CompanyPrefix: companyPrefix } };
}

function productDocuments() {
  return Array.from({ length: productCount }, (_, index) => ({
    kind: 'product',
    id: `P-${index + 1}`,
    data: {
      sku: `P-${index + 1}`,
      name: `Product ${index + 1}`,
      packagings: [{ gtin: gtinOf(index + 1), level: 'each', units: 1 }],
    },
  }));
}

function orderDocuments(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'order',
    id: benchOrder(index),
    data: {
      order: benchOrder(index),
      status: 'released',
      customer: { id: 'C-1', name: 'Bench Customer' },
      shipTo: {
        name: 'Bench Customer',
        street: 'Street 1',
        city: 'Town',
        postalCode: '12345',
        country: 'DE',
      },
      promised: null,
      lines: itemsOf(index).map((item, line) => ({
        line: line + 1,
        sku: `P-${item}`,
        name: `Product ${item}`,
        units: unitsPerLine,
      })),
    },
  }));
}
