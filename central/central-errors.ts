import { errorTable } from '../kernel/errors.ts';

/** Errors of central: order to cash. */
export const centralErrors = errorTable({
  CUSTOMER_UNKNOWN: {
    http: 422,
    retry: 'never',
    meaning: 'There is no customer with this id.',
    remedy: 'Enter the customer first, or correct the id.',
  },
  PRODUCT_UNKNOWN: {
    http: 422,
    retry: 'never',
    meaning: 'There is no product with this SKU.',
    remedy: 'Enter the product first, or correct the SKU.',
  },
  SITE_UNKNOWN: {
    http: 422,
    retry: 'never',
    meaning: 'There is no site with this id in the configuration of central.',
    remedy: 'Use one of the sites that the message names, or add it to the configuration.',
  },
  PERSON_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'Nobody of the site has this badge.',
    remedy: 'Check the badge; the list of the people of the site has them all.',
  },
  LOCATION_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'The site has no location of this name.',
    remedy:
      'Check the name; a "/" in it has to be sent as %2F. The list of the locations of the site has them all.',
  },
  CARRIER_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no carrier of this name in the configuration of central.',
    remedy: 'Use one of the carriers of the configuration, or add it there with its secret.',
  },
  SIGNATURE_INVALID: {
    http: 401,
    retry: 'never',
    meaning:
      'The signature of a carrier does not fit what was sent, or its time is too far from ours; nothing was kept.',
    remedy:
      'Sign the body as it is sent, with the secret of this carrier and the time of now (docs/integrate.md).',
  },
  LOAD_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no load of this name.',
    remedy: 'Check the name; loads that several sites have need ?site=.',
  },
  RETURN_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no return of this name.',
    remedy: 'Check the name; returns that several sites have need ?site=.',
  },
  SHIPMENT_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no shipment of this name.',
    remedy: 'Check the name; a "/" in it has to be sent as %2F.',
  },
  ORDER_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no order with this number.',
    remedy: 'Check the number; a "/" in it has to be sent as %2F.',
  },
  CONTENT_DIFFERS: {
    http: 409,
    retry: 'never',
    meaning: 'Something else is stored under this key already; nothing was changed.',
    remedy: 'Send exactly the same content again to repeat a request, or use a new key.',
  },
  CURRENCY_DIFFERS: {
    http: 422,
    retry: 'never',
    meaning: 'The amounts are not in the currency of the books.',
    remedy: 'Send amounts in the configured currency.',
  },
  GTIN_INVALID: {
    http: 422,
    retry: 'never',
    meaning: 'A barcode number is not a GTIN: its length or its check digit is wrong.',
    remedy: 'Correct the digits; a GTIN has 8, 12, 13 or 14 of them, the last one is the check digit.',
  },
  GTIN_TAKEN: {
    http: 409,
    retry: 'never',
    meaning: 'The GTIN belongs to another product or stands twice on this one.',
    remedy: 'Give each packaging of each product its own GTIN.',
  },
  STOCK_TOO_LOW: {
    http: 409,
    retry: 'never',
    meaning: 'The movement would take away goods that are not there or are reserved for orders.',
    remedy: 'Check the count, or cancel orders that hold the goods.',
  },
  ORDER_STATE: {
    http: 409,
    retry: 'never',
    meaning: 'The order is not in a state in which this can be done.',
    remedy: 'Look at the status that the message names.',
  },
  IMPORT_INVALID: {
    http: 422,
    retry: 'never',
    meaning: 'The mapping or the files of an import have faults; nothing was imported.',
    remedy: 'Mend the places that are named (file, line, column) and import again.',
  },
  TOO_MANY_LISTENERS: {
    http: 503,
    retry: 'safe',
    meaning: 'Too many pages listen for live changes already.',
    remedy: 'Close some of them, or try again later.',
  },
  FACTS_UNPLACEABLE: {
    http: 422,
    retry: 'never',
    meaning:
      'No event of the upload names a station and a place in its sequence, so nothing of it can be kept.',
    remedy: 'Send the events of the gateway of this site unchanged; see the places that are named.',
  },
  EXCEPTION_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no such exception: it was never there, or what it waited for has come since.',
    remedy: 'Look at the list of exceptions; each item has the site, station, number and code that name it.',
  },
  INVOICE_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no invoice with this number.',
    remedy: 'Check the number; the list of invoices has them all.',
  },
  JOURNAL_UNBALANCED: {
    http: 500,
    retry: 'never',
    meaning: 'An entry would have made debits and credits unequal: a defect. Nothing was booked.',
    remedy: 'Report it with the document that the message names.',
  },
  BANK_ACCOUNT_UNKNOWN: {
    http: 422,
    retry: 'never',
    meaning:
      'The statement is of another account than the one that our invoices are paid to; nothing was booked.',
    remedy: 'Send the statements of the account in `seller.iban` of the configuration, or correct it there.',
  },
  TAX_INVALID: {
    http: 422,
    retry: 'never',
    meaning:
      'The tax category and the rate contradict each other (EN 16931: only category S has a rate above zero).',
    remedy: 'Use category S with a rate above 0 %, or Z, E, AE, K, G or O with a rate of 0.',
  },
  AMOUNT_TOO_LARGE: {
    http: 422,
    retry: 'never',
    meaning: 'An order comes to more than can be counted and invoiced to the cent.',
    remedy: 'Check units and prices; if they are right, enter it as several orders.',
  },
  BANK_STATEMENT_INVALID: {
    http: 422,
    retry: 'never',
    meaning: 'The file is not a camt.053 bank statement that can be booked; nothing of it was booked.',
    remedy: 'Ask the bank for the file again, or correct the element that is named.',
  },
  STATION_KEY_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'The station has no key of this id here.',
    remedy:
      'Compare the key with the list of the gateway (GET /v1/station-keys), which cloud-sync brings every minute.',
  },
  DATABASE_UNAVAILABLE: {
    http: 503,
    retry: 'safe',
    meaning: 'The database does not answer, or not in time; nothing was changed.',
    remedy: 'Send it again in a while. If it lasts, look after the database that the message names.',
  },
  COMMIT_UNKNOWN: {
    http: 503,
    retry: 'ambiguous',
    meaning: 'The database was lost while it stored this, so that nobody knows whether it did.',
    remedy: 'Send exactly the same again: what is stored already changes nothing.',
  },
});
