import { Barcode } from '../../kernel/web/barcode.tsx';
import { dayAndTime, timeOfDay } from '../../kernel/web/format.ts';
import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { JourneyInvoice, JourneyScan } from '../insight/journey-view.ts';
import { TagMark } from './tag-mark.tsx';
import { useWords } from './words.ts';

interface Props {
  proof: JourneyInvoice['lines'][number]['evidence'][number];
  /** Undefined where the scan itself has not been listed. */
  scan: JourneyScan | undefined;
}

/** One scan as a piece of evidence: what was read, as bars and as text, when, where, by whom, and for how many units. */
export function ProofTicket({ proof, scan }: Props) {
  const { text } = useWords();
  return (
    <li className="ticket">
      {scan !== undefined && (
        <div className="ticket-code">
          {scan.tag === null ? (
            <Barcode className="ticket-bars" text={scan.raw} />
          ) : (
            <TagMark className="ticket-bars" />
          )}
          <RawScan raw={scan.raw} />
        </div>
      )}
      <div className="ticket-facts">
        <p className="ticket-units num">
          <strong>{text('units', { n: proof.units })}</strong>
          {scan !== undefined && (
            <time dateTime={scan.at} title={dayAndTime(scan.at)}>
              {timeOfDay(scan.at)}
            </time>
          )}
        </p>
        {scan !== undefined && <Traces scan={scan} />}
        <p className="ticket-origin">
          <span>{scan?.operator ?? text('nobodySignedIn')}</span>
          <span className="mono" title={text('origin')}>
            {proof.station} #{proof.scanSeq}→{proof.seq}
          </span>
        </p>
      </div>
    </li>
  );
}

function Traces({ scan: { lot, serial, tag } }: { scan: JourneyScan }) {
  const { text } = useWords();
  if (lot === null && serial === null && tag === null) return null;
  return (
    <p className="ticket-traces">
      {lot !== null && (
        <span>
          {text('lot')} <strong>{lot}</strong>
        </span>
      )}
      {serial !== null && (
        <span>
          {text('serial')} <strong>{serial}</strong>
        </span>
      )}
      {tag !== null && (
        <span title={`EPC ${tag.epc}`}>
          {text('rfidTag')}, <strong>{text('reads', { n: tag.reads })}</strong>
          {tag.maxRssiDbm !== null && ` ${text('atSignal', { dbm: tag.maxRssiDbm })}`}
        </span>
      )}
    </p>
  );
}
