import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';

/** An item as its barcode describes it: lot, expiry and serial belong to the GTIN of the same code, to no other. */
export interface ScannedItem {
  readonly product: ProductDocument;
  readonly gtin: string;
  /** How many units this packaging stands for (GS1 General Specifications 2.1.7). */
  readonly units: number;
  readonly content: Gs1Content;
  /** Key of the serial number, unique over all products: `{gtin}/{serial}`. */
  readonly serial: string | null;
}

/** Undefined if the product has no packaging with the GTIN of the code. */
export function itemOf(content: Gs1Content, product: ProductDocument): ScannedItem | undefined {
  const packaging = product.packagings.find(({ gtin }) => gtin === content.gtin);
  if (packaging === undefined) return undefined;
  const { gtin, units } = packaging;
  const serial = content.serial === undefined ? null : `${gtin}/${content.serial}`;
  return { product, gtin, units, content, serial };
}

/**
 * What the barcode tells of this very piece, as a fact keeps it: nothing that an earlier scan told.
 *
 * @param units of the fact: what a whole packaging weighs is shared by its units.
 */
export function tracedOf({ content, product, units: all }: ScannedItem, units: number) {
  const { lot, expiry, serial, netWeightGrams } = content;
  return {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
    ...(product.catchWeight === undefined || netWeightGrams === undefined
      ? {}
      : { grams: Math.round((netWeightGrams * units) / all) }),
  };
}

/** Whether only the barcode of the piece itself can tell what must be known of it. */
export function needsItsBarcode({ capture, catchWeight }: ProductDocument): boolean {
  return (
    capture?.lot === true || capture?.expiry === true || capture?.serial === true || catchWeight !== undefined
  );
}
