import { Barcode } from '../../kernel/web/barcode.tsx';
import { count, grouped } from '../../kernel/web/format.ts';
import type { ScreenOrder } from '../fulfilment/screen-view.ts';

type Parcel = ScreenOrder['parcels'][number];

/** The sealed parcels and the open one. Once all is sealed, the code of each label that is still to be scanned. */
export function ParcelList({ order, sealed }: { order: ScreenOrder; sealed: boolean }) {
  const scanned = order.parcels.filter((parcel) => parcel.scanned).length;
  return (
    <section className="panel parcels" aria-label="Parcels">
      <h3 className="panel-title">
        <span>Parcels</span>
        {sealed && (
          <span className="num">
            {scanned} of {order.parcels.length} scanned
          </span>
        )}
      </h3>
      <ol>
        {order.parcels.map((parcel, index) => (
          <ParcelRow key={parcel.sscc} parcel={parcel} number={index + 1} sealed={sealed} />
        ))}
        {!sealed && (
          <li className="parcel" data-state="open">
            <p className="parcel-head">
              <strong>Parcel {order.parcels.length + 1}</strong>
              <span className="num">{count(order.openParcelUnits, 'unit')}</span>
            </p>
            <p className="soft">{order.openParcelUnits === 0 ? 'open, empty' : 'open'}</p>
          </li>
        )}
      </ol>
    </section>
  );
}

function ParcelRow({ parcel, number, sealed }: { parcel: Parcel; number: number; sealed: boolean }) {
  const words = parcel.scanned ? '✓ label scanned' : sealed ? '○ scan this label' : '✓ sealed';
  return (
    <li className="parcel" data-state={parcel.scanned ? 'scanned' : 'sealed'}>
      <p className="parcel-head">
        <strong>Parcel {number}</strong>
        <span className="num">{count(parcel.units, 'unit')}</span>
      </p>
      {sealed && !parcel.scanned && <Barcode className="parcel-bars" text={`]C100${parcel.sscc}`} />}
      <p className="parcel-sscc mono">{grouped(parcel.sscc)}</p>
      <p className="parcel-words">{words}</p>
    </li>
  );
}
