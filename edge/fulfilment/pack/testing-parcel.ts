import { encodeEpc } from '../../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../../protocols/epc/epc-from-elements.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, order, salt, TestStation, tea } from '../testing-station.ts';
import { type FloorView, unknownFloor } from '../work-view.ts';

export const item = (product: ProductDocument) => `01${eachOf(product)}`;
const everything = { printer: true, scale: true, tagReader: true };

export function station(rules: object, floor: Partial<FloorView> = {}): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 2], [milk, 1]));
  at.rules = siteRules.parse(rules);
  at.equipment = everything;
  at.floor = { ...unknownFloor, ...floor };
  at.people.set('B-2', { badge: 'B-2', name: 'Berta', role: 'supervisor' });
  return at;
}

/** The same products, each unit with a weight and a tag. */
export function known(at: TestStation, grams = 200): TestStation {
  at.products = [tea, milk, salt].map((product) => ({
    ...product,
    tagged: true,
    packagings: product.packagings.map((one) => ({ ...one, grams: grams * one.units })),
  }));
  return at;
}

export const weigh = (at: TestStation, grams: number) =>
  at.sense({ kind: 'weight', device: 'scale-1', grams }).reply?.verdict;
export const packAll = (at: TestStation) => at.verdicts('SO-1', item(tea), item(tea), item(milk));
export const labelOf = (at: TestStation, index = 0) => `00${at.facts('parcel.sealed')[index]?.sscc}`;

export function tagOf(product: ProductDocument, serial: number): string {
  const link = `https://id.gs1.org/01/${eachOf(product)}/21/${serial}`;
  const epc = epcFromDigitalLink(link, { scheme: 'SGTIN-96', filter: 1, companyPrefixLength: 7 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(encoded.expected);
  return encoded.value.hex;
}
