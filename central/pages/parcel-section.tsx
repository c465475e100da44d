import { Barcode } from '../../kernel/web/barcode.tsx';
import { count, dayAndTime, grouped } from '../../kernel/web/format.ts';
import type { JourneyParcel, JourneyView } from '../insight/journey-view.ts';

/** The parcels with what is in them, and when each left. */
export function ParcelSection({ journey }: { journey: JourneyView }) {
  const { parcels, shipments } = journey;
  return (
    <section id="parcels" className="section">
      <h2>Parcels and dispatch</h2>
      {parcels.length === 0 && <p className="card empty">No parcel has been sealed yet.</p>}
      <div className="parcel-cards">
        {parcels.map((parcel) => (
          <ParcelCard key={parcel.sscc} parcel={parcel} />
        ))}
      </div>
      {shipments.map((shipment) => (
        <p key={shipment.id} className="shipment">
          <span className="shipment-mark" aria-hidden="true">
            →
          </span>
          <span>
            Shipment <strong>{shipment.id}</strong> left with {count(shipment.units, 'unit')},{' '}
            <time dateTime={shipment.at}>{dayAndTime(shipment.at)}</time>
          </span>
          {shipment.carrier !== null && <span>with {shipment.carrier}</span>}
          {shipment.load !== null && <span className="mono soft">{shipment.load}</span>}
          {shipment.late && (
            <span className="pill" data-kind="bad">
              ✕ late
            </span>
          )}
          <span className="mono soft">
            {shipment.station} #{shipment.seq}
          </span>
        </p>
      ))}
    </section>
  );
}

function whereabouts({ voidedAt, dispatchedAt, status, statusAt, takenBy }: JourneyParcel): string {
  if (voidedAt !== null) return `✕ opened again ${dayAndTime(voidedAt)}: this label is void`;
  if (dispatchedAt === null)
    return status === 'manifested' ? `○ on its load ${dayAndTime(statusAt)}` : '○ still here';
  switch (status) {
    case 'delivered':
      return `✓ delivered ${dayAndTime(statusAt)}${takenBy === null ? '' : `, taken by ${takenBy}`}`;
    case 'in_transit':
      return `→ on its way ${dayAndTime(statusAt)}`;
    case 'exception':
      return `✕ trouble on the way ${dayAndTime(statusAt)}: see the history`;
    default:
      return `✓ left ${dayAndTime(dispatchedAt)}`;
  }
}

function ParcelCard({ parcel }: { parcel: JourneyParcel }) {
  return (
    <article className="card parcel-card">
      <Barcode className="parcel-card-bars" text={`]C100${parcel.sscc}`} />
      <p className="mono">(00) {grouped(parcel.sscc)}</p>
      <ul>
        {parcel.items.map((item) => (
          <li key={item.line}>
            <span className="mono">{item.sku}</span>
            <span className="num">{count(item.units, 'unit')}</span>
          </li>
        ))}
      </ul>
      <p className="soft num">
        ✓ sealed {dayAndTime(parcel.sealedAt)} at {parcel.station}
        <br />
        {whereabouts(parcel)}
      </p>
    </article>
  );
}
