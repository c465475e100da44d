import { useEffect, useState } from 'react';
import { count } from '../../kernel/web/format.ts';
import type { ScreenOrder } from '../fulfilment/screen-view.ts';

/** How long the second touch on SHORT is awaited. */
const confirmWithinMs = 5_000;

/** The commands of an open order, for gloves. SHORT changes what is sent to the customer, so it wants a second touch. */
export function ActionBar({ order, onCommand }: { order: ScreenOrder; onCommand: (code: string) => void }) {
  const missing = order.lines.reduce((sum, line) => sum + line.units - line.done - line.shorted, 0);
  const empty = order.openParcelUnits === 0;
  const nothingPacked = empty && order.parcels.length === 0;
  return (
    <nav className="actions" aria-label="Commands">
      <button type="button" className="action" disabled={empty} onClick={() => onCommand('PP:UNDO')}>
        <strong>Undo</strong>
        <span className="action-detail">take back the last item</span>
      </button>
      <button
        type="button"
        className="action action-main"
        disabled={empty}
        onClick={() => onCommand('PP:SEAL')}
      >
        <strong>Seal parcel</strong>
        <span className="action-detail">
          {empty
            ? 'the parcel is empty'
            : `${count(order.openParcelUnits, 'unit')} in it, another parcel follows`}
        </span>
      </button>
      <ShortButton missing={missing} disabled={nothingPacked} onShort={() => onCommand('PP:SHORT')} />
    </nav>
  );
}

interface ShortProps {
  missing: number;
  disabled: boolean;
  onShort: () => void;
}

function ShortButton({ missing, disabled, onShort }: ShortProps) {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), confirmWithinMs);
    return () => clearTimeout(timer);
  }, [armed]);
  const press = () => {
    setArmed(!armed);
    if (armed) onShort();
  };
  return (
    <button
      type="button"
      className="action action-short"
      data-armed={armed}
      disabled={disabled}
      onClick={press}
    >
      <strong>{armed ? 'Touch again' : 'Short'}</strong>
      <span className="action-detail">
        {armed ? `to send without ${count(missing, 'unit')}` : `${count(missing, 'unit')} cannot be found`}
      </span>
    </button>
  );
}
