import type { BizTransaction } from '../event.ts';

/** The order that units were packed for. */
export function orderTransaction(order: string, party: string | undefined): BizTransaction {
  return { type: 'po', bizTransaction: transactionUri(order, 'order', party) };
}

/** The despatch advice that goes with a shipment. */
export function shipmentTransaction(shipment: string, party: string | undefined): BizTransaction {
  return { type: 'desadv', bizTransaction: transactionUri(shipment, 'shipment', party) };
}

/** The authorisation under which goods come back. */
export function returnTransaction(name: string, party: string | undefined): BizTransaction {
  return { type: 'rma', bizTransaction: transactionUri(name, 'return', party) };
}

/** The manifest of a vehicle. */
export function loadTransaction(load: string, party: string | undefined): BizTransaction {
  return { type: 'bol', bizTransaction: transactionUri(load, 'load', party) };
}

/**
 * Names a document by its number and the GLN of who gave it (CBV 2.0, 8.5.2). Without a GLN it gets a name of ours,
 * which says less to others.
 */
function transactionUri(
  number: string,
  kind: 'order' | 'shipment' | 'return' | 'load',
  party: string | undefined,
): string {
  const escaped = encodeURIComponent(number).replace(
    /[!'()*~]/g,
    (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return party === undefined
    ? `urn:packproof:${kind}:${escaped}`
    : `urn:epcglobal:cbv:bt:${party}:${escaped}`;
}
