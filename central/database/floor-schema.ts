/** Tables of the floor: how a site works, what lies where, what left with whom and what came back. */
export interface FloorTables {
  parcels: ParcelsTable;
  parcel_items: ParcelItemsTable;
  shipments: ShipmentsTable;
  shipment_lines: ShipmentLinesTable;
  site_rules: SiteRulesTable;
  people: PeopleTable;
  locations: LocationsTable;
  location_contents: LocationContentsTable;
  loads: LoadsTable;
  load_parcels: LoadParcelsTable;
  carrier_events: CarrierEventsTable;
  parcel_states: ParcelStatesTable;
  returns: ReturnsTable;
  return_lines: ReturnLinesTable;
}

/** The rules of a site, each version as it was put; the highest one holds. `rules` is JSON. */
interface SiteRulesTable {
  site: string;
  version: number;
  rules: string;
  time_zone: string | null;
  changed_at: string;
  changed_by: string;
}

/** `person` is the JSON of the work feed's document: of a PIN it holds salt and hash alone. */
interface PeopleTable {
  site: string;
  badge: string;
  person: string;
  updated_at: string;
}

interface LocationsTable {
  site: string;
  location: string;
  zone: string | null;
  walk: number;
  updated_at: string;
}

/** An empty lot or expiry is none. Units may be below zero until a count, where more was picked than was known. */
interface LocationContentsTable {
  site: string;
  location: string;
  sku: string;
  lot: string;
  expiry: string;
  units: number;
}

/** status: open | closed. Carrier and opening are null until the fact that says so came. */
interface LoadsTable {
  site: string;
  load: string;
  carrier: string | null;
  door: string | null;
  status: string;
  manifest: string | null;
  opened_at: string | null;
  closed_at: string | null;
}

/** On the load if it was loaded later than it was unloaded. */
interface LoadParcelsTable {
  site: string;
  load: string;
  sscc: string;
  order_number: string;
  station: string;
  seq: number;
  loaded_at: string | null;
  unloaded_at: string | null;
}

/** Each event of a carrier, once by its id. `detail` is JSON. */
interface CarrierEventsTable {
  carrier: string;
  id: string;
  sscc: string;
  status: string;
  at: string;
  detail: string;
  received_at: string;
}

/** What the carrier's newest event says of a parcel, also of one that nobody knows here. `proof` is JSON. */
interface ParcelStatesTable {
  sscc: string;
  carrier: string;
  status: string;
  at: string;
  delivered_at: string | null;
  proof: string | null;
  /** 1 while nobody here knows the parcel. */
  unknown: number;
}

interface ReturnsTable {
  site: string;
  id: string;
  order_number: string;
  sscc: string | null;
  started_at: string | null;
  closed_at: string | null;
  /** Running number of the closed returns, in the order in which central heard that they were closed; null while open. */
  closing: number | null;
}

/** A return.received fact; `undone` is 1 once it was taken back. */
interface ReturnLinesTable {
  site: string;
  return_id: string;
  station: string;
  seq: number;
  line: number;
  sku: string;
  /** As the station said. */
  units: number;
  /** Of these, how many are credited and in stock: what was not undone, and no more than left. */
  counted: number;
  /** How often `counted` changed. */
  recounts: number;
  lot: string | null;
  expiry: string | null;
  serial: string | null;
  condition: string;
  disposition: string;
  location: string | null;
  undone: number;
  at: string;
}

interface ParcelsTable {
  sscc: string;
  order_number: string;
  parcel: number;
  site: string;
  station: string;
  sealed_at: string;
  sealed_seq: number;
  shipment_id: string | null;
  /** When it was opened again: from then on its SSCC is void. */
  voided_at: string | null;
}

interface ParcelItemsTable {
  sscc: string;
  line: number;
  sku: string;
  units: number;
}

interface ShipmentsTable {
  id: string;
  order_number: string;
  site: string;
  station: string;
  seq: number;
  dispatched_at: string;
  carrier: string | null;
  load: string | null;
  /** The promised day of its order while not all of it is delivered; null once it is, or if none was promised. */
  awaited_on: string | null;
}

interface ShipmentLinesTable {
  shipment_id: string;
  line: number;
  sku: string;
  units: number;
}
