import { z } from 'zod';
import type { Fault } from '../../kernel/errors.ts';
import { parseGtin } from '../../protocols/gs1/gtin.ts';
import { grams } from '../../protocols/wire/facts/fact-members.ts';
import { units } from '../../protocols/wire/ids.ts';
import { type ProductDocument, productDocument } from '../../protocols/wire/work/product-document.ts';
import { currencyCode } from '../central-config.ts';
import { centralErrors } from '../central-errors.ts';
import { amountMinor, businessKey } from '../customers/customer.ts';

/** VAT category codes of EN 16931 (UNTDID 5305): standard, zero, exempt, reverse charge, intra-community, export, outside. */
export const taxCategory = z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']);
/** Basis points: 1900 is 19 %. */
export const taxRateBp = z.number().int().min(0).max(10_000);

const millimetres = z.number().int().positive().max(100_000);

const packagingInput = z.strictObject({
  /** GTIN-8, -12, -13 or -14; stored with 14 digits. */
  gtin: z.string().trim().min(1).max(20),
  level: z.enum(['each', 'inner', 'case', 'pallet']),
  units,
  /** Gross weight of one of it, and its size. */
  grams: grams.optional(),
  lengthMm: millimetres.optional(),
  widthMm: millimetres.optional(),
  heightMm: millimetres.optional(),
});

const { capture, catchWeight, minRemainingDays, tagged, substitutes } = productDocument.shape;

/** What stations have to know of a product beyond its barcodes. */
export const productDetails = z.object({ capture, catchWeight, minRemainingDays, tagged, substitutes });

/** A product as it is entered. The first packaging is the single unit. Money in minor units. */
export const productInput = z.strictObject({
  sku: businessKey,
  name: z.string().trim().min(1).max(200),
  unitPriceMinor: amountMinor,
  currency: currencyCode.optional(),
  taxCategory: taxCategory.default('S'),
  taxRateBp,
  packagings: z
    .array(packagingInput)
    .min(1)
    .max(20)
    .refine((all) => all[0]?.level === 'each' && all[0].units === 1, {
      error: 'the first packaging is the single unit: level "each" with 1 unit',
    }),
  ...productDetails.shape,
});
type RawProduct = z.output<typeof productInput>;

/** A product as the routes answer it. */
export const productAnswer = z.strictObject({
  ...productInput.shape,
  currency: currencyCode,
  packagings: productDocument.shape.packagings,
});

type Packaging = ProductDocument['packagings'][number];

/** A product whose GTINs are known to be right. */
export type Product = Omit<RawProduct, 'packagings'> & Pick<ProductDocument, 'packagings'>;

/**
 * Reads every GTIN into its 14 digits.
 *
 * @throws GTIN_INVALID with every one that is none; GTIN_TAKEN if one stands twice.
 */
export function withGtins(input: RawProduct): Product {
  const faults: Fault[] = [];
  const packagings = input.packagings.map((packaging, nth) => {
    const gtin = parseGtin(packaging.gtin);
    if (gtin === null) faults.push(gtinFault(packaging.gtin, nth));
    return { ...packaging, gtin: gtin ?? '' };
  });
  const first = faults[0];
  if (first !== undefined)
    throw centralErrors.fault('GTIN_INVALID', first.message, { place: first.place, faults });
  const twice = packagings.find(
    ({ gtin }, nth) => packagings.findIndex((other) => other.gtin === gtin) < nth,
  );
  if (twice === undefined) return { ...input, packagings: packagings.sort(byLevel) };
  throw centralErrors.fault('GTIN_TAKEN', `${twice.gtin} stands twice on ${input.sku}`, {
    place: 'packagings',
  });
}

const levels = ['each', 'inner', 'case', 'pallet'];

/** The single unit first, then by size: the order in which packagings are kept and sent. */
export function byLevel(left: Packaging, right: Packaging): number {
  return (
    left.units - right.units ||
    levels.indexOf(left.level) - levels.indexOf(right.level) ||
    left.gtin.localeCompare(right.gtin)
  );
}

function gtinFault(text: string, nth: number): Fault {
  const reason = /^(\d{8}|\d{12,14})$/.test(text)
    ? 'has a wrong check digit'
    : 'has not 8, 12, 13 or 14 digits';
  return { place: `packagings.${nth}.gtin`, message: `"${text}" ${reason}` };
}

/**
 * Only the standard category has a rate, and it has one above zero (EN 16931 BR-S-05, BR-Z-05, BR-E-05, BR-AE-05 ...).
 *
 * @throws TAX_INVALID
 */
export function assertTax(
  { taxCategory, taxRateBp }: { readonly taxCategory: string; readonly taxRateBp: number },
  place = 'taxCategory',
): void {
  if ((taxCategory === 'S') === taxRateBp > 0) return;
  throw centralErrors.fault('TAX_INVALID', `category ${taxCategory} with a rate of ${taxRateBp / 100} %`, {
    place,
  });
}

/** A product as stations know it. */
export function productDocumentOf(product: Product): ProductDocument {
  const { sku, name, packagings } = product;
  return { sku, name, packagings, ...productDetails.parse(product) };
}
