import { z } from 'zod';

/** Decimal places that a number of a file may carry, as a factor: amounts in minor units have 100, basis points 10,000. */
const scale = z.union([z.literal(1), z.literal(10), z.literal(100), z.literal(1000), z.literal(10_000)]);
const scalar = z.union([z.string(), z.number()]);
const columnName = z.string().min(1).max(200);

const columnField = z.strictObject({
  column: columnName,
  /** Text of the file -> value; a text that it does not name is a fault. */
  map: z.record(z.string(), scalar).optional(),
  /** For an empty cell. */
  default: scalar.optional(),
  scale: scale.optional(),
});
const constantField = z.strictObject({ value: scalar });
/** Text with columns in braces: `"{street} {house}"`. */
const templateField = z.strictObject({ template: z.string().min(1).max(500) });
/** The number with which a text begins ("24 - 12 oz bottles"); empty if there is none from `min` to `max`. */
const leadingField = z.strictObject({
  leadingInteger: z.strictObject({
    column: columnName,
    min: z.number().int().min(1),
    max: z.number().int().min(1),
  }),
});
/** A GTIN made from a company prefix; `indicator` 0 is the single unit, 1 to 8 are packagings of the same item. */
const gtinField = z.strictObject({
  gtin: z.strictObject({
    companyPrefix: z.string().regex(/^\d{4,12}$/, '4 to 12 digits'),
    itemReference: z.strictObject({ column: columnName }),
    indicator: z.number().int().min(0).max(8).default(0),
  }),
});

/** How a value is made from the cells of a row. */
const field = z.union([columnField, constantField, templateField, leadingField, gtinField], {
  error: 'one of {"column"}, {"value"}, {"template"}, {"leadingInteger"} or {"gtin"}',
});
export type Field = z.output<typeof field>;

type Fields<Required extends string, Optional extends string> = z.ZodObject<
  Record<Required, typeof field> & Record<Optional, z.ZodOptional<typeof field>>,
  z.core.$strict
>;

function fields<Required extends string, Optional extends string>(
  required: readonly Required[],
  optional: readonly Optional[],
): Fields<Required, Optional> {
  const shape = [
    ...required.map((name) => [name, field] as const),
    ...optional.map((name) => [name, field.optional()] as const),
  ];
  return z.strictObject(Object.fromEntries(shape)) as unknown as Fields<Required, Optional>;
}

const file = z.string().min(1).max(200);

const customersMapping = z.strictObject({
  file,
  fields: fields(
    ['id', 'name', 'street', 'city', 'country', 'creditLimitMinor'],
    ['contact', 'postalCode', 'vatId', 'email', 'currency', 'paymentTermsDays'],
  ),
});

const productsMapping = z.strictObject({
  file,
  fields: fields(['sku', 'name', 'unitPriceMinor', 'taxRateBp'], ['currency', 'taxCategory']),
  /** The first is the single unit. One whose units or GTIN turn out empty is left out. */
  packagings: z
    .array(fields(['level', 'units', 'gtin'], []))
    .min(1)
    .max(20),
  /** Units that are in the house at the first import. */
  openingStock: z.strictObject({ units: field, site: z.string().optional() }).optional(),
});

const ordersMapping = z.strictObject({
  file,
  fields: fields(
    ['number', 'customer'],
    [
      'site',
      'channel',
      'currency',
      'customerReference',
      'orderedOn',
      'promisedOn',
      'freightMinor',
      'shipTo.name',
      'shipTo.street',
      'shipTo.city',
      'shipTo.postalCode',
      'shipTo.country',
    ],
  ),
  /** Which orders are decided and released at once; the others stay `received`. */
  release: z
    .union([z.boolean(), z.strictObject({ column: columnName, when: z.enum(['empty', 'not-empty']) })], {
      error: 'true, false or {"column", "when": "empty" | "not-empty"}',
    })
    .default(true),
});

const orderLinesMapping = z.strictObject({
  file,
  fields: fields(
    ['order', 'sku', 'units'],
    ['line', 'unitPriceMinor', 'discountBp', 'taxCategory', 'taxRateBp'],
  ),
});

/** One row for each product (and lot) that lies there; the place itself stands in each of its rows. */
const locationsMapping = z.strictObject({
  file,
  site: z.string().optional(),
  fields: fields(['location', 'walk'], ['zone', 'sku', 'lot', 'expiry', 'units']),
});

/** Says which column of which file becomes what. The names of the fields are those of the HTTP interface. */
export const importMapping = z
  .strictObject({
    v: z.literal(1),
    customers: customersMapping.optional(),
    products: productsMapping.optional(),
    orders: ordersMapping.optional(),
    orderLines: orderLinesMapping.optional(),
    locations: locationsMapping.optional(),
  })
  .refine((mapping) => (mapping.orders === undefined) === (mapping.orderLines === undefined), {
    error: 'orders and orderLines come together',
    path: ['orderLines'],
  });
export type ImportMapping = z.output<typeof importMapping>;
