import { useState } from 'react';
import { Barcode } from '../../kernel/web/barcode.tsx';
import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { VirtualCode } from './virtual-code.ts';

interface Props {
  code: VirtualCode;
  disabled: boolean;
  onScan: (text: string) => void;
}

/** A label with a real barcode: a click is a pull of the trigger. */
export function CodeLabel({ code, disabled, onScan }: Props) {
  const [pulls, setPulls] = useState(0);
  const pull = () => {
    setPulls(pulls + 1);
    onScan(code.text);
  };
  return (
    <button type="button" className="label" data-kind={code.kind} disabled={disabled} onClick={pull}>
      <span className="label-title">{code.title}</span>
      <span className="label-note">
        {code.kind === 'wrong' && '✕ '}
        {code.note}
      </span>
      <span className="label-paper">
        <Barcode className="label-bars" text={code.text} />
        <RawScan raw={code.text} />
        {pulls > 0 && <span key={pulls} className="label-beam" />}
      </span>
    </button>
  );
}
