import { Barcode } from '../../../kernel/web/barcode.tsx';
import { grouped } from '../../../kernel/web/format.ts';
import type { ScreenOrder } from '../../fulfilment/screen-view.ts';
import { useWords } from '../words.ts';

type Parcel = ScreenOrder['parcels'][number];

/** The sealed parcels and the open one. Once all is sealed, the code of each label that is still to be scanned. */
export function ParcelList({ order, sealed }: { readonly order: ScreenOrder; readonly sealed: boolean }) {
  const { text } = useWords();
  const scanned = order.parcels.filter((parcel) => parcel.scanned).length;
  return (
    <section className="panel parcels" aria-label={text('parcels')}>
      <h3 className="panel-title">
        <span>{text('parcels')}</span>
        {sealed && (
          <span className="num">{text('scannedOf', { done: scanned, n: order.parcels.length })}</span>
        )}
      </h3>
      <ol>
        {order.parcels.map((parcel) => (
          <ParcelRow key={parcel.sscc} parcel={parcel} sealed={sealed} />
        ))}
        {!sealed && (
          <li className="parcel" data-state="open">
            <p className="parcel-head">
              <strong>{text('parcel', { n: order.openParcel })}</strong>
              <span className="num">{text('units', { n: order.openParcelUnits })}</span>
            </p>
            <p className="soft">{text(order.openParcelUnits === 0 ? 'parcelEmpty' : 'parcelOpen')}</p>
          </li>
        )}
      </ol>
    </section>
  );
}

interface ParcelRowProps {
  readonly parcel: Parcel;
  readonly sealed: boolean;
}

function ParcelRow({ parcel, sealed }: ParcelRowProps) {
  const { text } = useWords();
  const wanted = sealed && !parcel.scanned;
  const state = parcel.scanned ? 'parcelScanned' : wanted ? 'scanThisLabel' : 'parcelSealed';
  return (
    <li className="parcel" data-state={parcel.scanned ? 'scanned' : 'sealed'}>
      <p className="parcel-head">
        <strong>{text('parcel', { n: parcel.parcel })}</strong>
        <span className="num">{text('units', { n: parcel.units })}</span>
      </p>
      {wanted && <Barcode className="parcel-bars" text={`]C100${parcel.sscc}`} />}
      <p className="parcel-sscc mono">{grouped(parcel.sscc)}</p>
      <p className="parcel-words">
        {wanted ? '○' : '✓'} {text(state)}
      </p>
    </li>
  );
}
