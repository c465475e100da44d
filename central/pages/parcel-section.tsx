import { Barcode } from '../../kernel/web/barcode.tsx';
import { dayAndTime, grouped } from '../../kernel/web/format.ts';
import type { JourneyParcel, JourneyView } from '../insight/journey-view.ts';
import { useWords, type Words } from './words.ts';

/** The parcels with what is in them, and when each left. */
export function ParcelSection({ journey }: { journey: JourneyView }) {
  const { text } = useWords();
  const { parcels, shipments } = journey;
  return (
    <section id="parcels" className="section">
      <h2>{text('parcelsAndDispatch')}</h2>
      {parcels.length === 0 && <p className="card empty">{text('noParcels')}</p>}
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
            {text('shipment')} <strong>{shipment.id}</strong> {text('leftWith', { n: shipment.units })}{' '}
            <time dateTime={shipment.at}>{dayAndTime(shipment.at)}</time>
          </span>
          {shipment.carrier !== null && <span>{text('withCarrier', { carrier: shipment.carrier })}</span>}
          {shipment.load !== null && <span className="mono soft">{shipment.load}</span>}
          {shipment.late && (
            <span className="pill" data-kind="bad">
              ✕ {text('late')}
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

function whereabouts(parcel: JourneyParcel, text: Words['text']): string {
  const { voidedAt, dispatchedAt, status, takenBy } = parcel;
  const at = dayAndTime(parcel.statusAt);
  if (voidedAt !== null) return `✕ ${text('openedAgain', { at: dayAndTime(voidedAt) })}`;
  if (dispatchedAt === null)
    return status === 'manifested' ? `○ ${text('onLoad', { at })}` : `○ ${text('stillHere')}`;
  switch (status) {
    case 'delivered':
      return `✓ ${text('delivered', { at })}${takenBy === null ? '' : `, ${text('takenBy', { name: takenBy })}`}`;
    case 'in_transit':
      return `→ ${text('onItsWay', { at })}`;
    case 'exception':
      return `✕ ${text('trouble', { at })}`;
    default:
      return `✓ ${text('leftAt', { at: dayAndTime(dispatchedAt) })}`;
  }
}

function ParcelCard({ parcel }: { parcel: JourneyParcel }) {
  const { text } = useWords();
  return (
    <article className="card parcel-card">
      <Barcode className="parcel-card-bars" text={`]C100${parcel.sscc}`} />
      <p className="mono">(00) {grouped(parcel.sscc)}</p>
      <ul>
        {parcel.items.map((item) => (
          <li key={item.line}>
            <span className="mono">{item.sku}</span>
            <span className="num">{text('units', { n: item.units })}</span>
          </li>
        ))}
      </ul>
      <p className="soft num">
        ✓ {text('sealed', { at: dayAndTime(parcel.sealedAt), station: parcel.station })}
        <br />
        {whereabouts(parcel, text)}
      </p>
    </article>
  );
}
