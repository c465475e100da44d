import { useId, useState } from 'react';
import { money, percent } from '../../kernel/web/format.ts';
import type { JourneyInvoice, JourneyScan } from '../insight/journey-view.ts';
import { ProofTicket } from './proof-ticket.tsx';
import { useWords } from './words.ts';

type Line = JourneyInvoice['lines'][number];
type Evidence = Line['evidence'][number];

/** So many scans are shown at once; a line of hundreds of units shows the rest when asked. */
const shownAtFirst = 12;

interface Props {
  line: Line;
  scans: readonly JourneyScan[];
  currency: string;
  openAtFirst: boolean;
}

/** A line of the invoice. A goods line opens onto its proof: scan by scan, and the sum that must equal what is charged. */
export function InvoiceLineProof({ line, scans, currency, openAtFirst }: Props) {
  const { text } = useWords();
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  if (line.kind === 'charge') {
    return (
      <li className="invoice-line" data-kind="charge">
        <div className="invoice-line-row">
          <LineCells line={line} currency={currency} />
        </div>
      </li>
    );
  }
  const proven = line.evidence.reduce((sum, { units }) => sum + units, 0);
  const whole = proven === line.units;
  return (
    <li className="invoice-line" data-open={open}>
      <button
        type="button"
        className="invoice-line-row"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <LineCells line={line} currency={currency} />
        <span className="proof-seal" data-whole={whole}>
          {whole ? '✓ ' : '✕ '}
          {text('scans', { n: line.evidence.length })}
        </span>
      </button>
      <div id={id} hidden={!open}>
        {open && <Proof line={line} scans={scans} proven={proven} />}
      </div>
    </li>
  );
}

function LineCells({ line, currency }: { line: Line; currency: string }) {
  const { text } = useWords();
  return (
    <>
      <span className="invoice-line-name">{line.description}</span>
      <span className="invoice-line-price num">
        {line.units} × {money(line.unitPriceMinor, currency)}
        {line.discountBp > 0 && ` ${text('less', { discount: percent(line.discountBp) })}`}
      </span>
      <span className="invoice-line-net num">{money(line.netMinor, currency)}</span>
    </>
  );
}

function Proof({ line, scans, proven }: { line: Line; scans: readonly JourneyScan[]; proven: number }) {
  const { text } = useWords();
  const [all, setAll] = useState(false);
  const evidence = all ? line.evidence : line.evidence.slice(0, shownAtFirst);
  const hidden = line.evidence.length - evidence.length;
  return (
    <div className="proof">
      <ol className="tickets">
        {evidence.map((proof) => (
          <ProofTicket key={`${proof.station} ${proof.seq}`} proof={proof} scan={scanOf(proof, scans)} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" className="more-tickets" onClick={() => setAll(true)}>
          {text('moreScans', { n: hidden })}
        </button>
      )}
      {line.packs.length > 0 && (
        <section className="packs" aria-label={text('packedByOwn')}>
          <h4>{text('pickedThere')}</h4>
          <ol className="tickets">
            {line.packs.slice(0, shownAtFirst).map((pack) => (
              <ProofTicket key={`${pack.station} ${pack.seq}`} proof={pack} scan={scanOf(pack, scans)} />
            ))}
          </ol>
        </section>
      )}
      <ProofSum evidence={line.evidence} proven={proven} charged={line.units} />
    </div>
  );
}

function scanOf(proof: Evidence, scans: readonly JourneyScan[]): JourneyScan | undefined {
  return scans.find(({ station, seq }) => station === proof.station && seq === proof.scanSeq);
}

function ProofSum({
  evidence,
  proven,
  charged,
}: {
  evidence: readonly Evidence[];
  proven: number;
  charged: number;
}) {
  const { text } = useWords();
  const few = evidence.length > 1 && evidence.length <= 8;
  const whole = proven === charged;
  return (
    <p className="proof-sum num" data-whole={whole}>
      <span aria-hidden="true">{whole ? '✓' : '✕'}</span>
      {few && `${evidence.map(({ units }) => units).join(' + ')} = `}
      <strong>{text('unitsScanned', { n: proven })}</strong>
      {whole ? '=' : '≠'}
      <strong>{text('unitsInvoiced', { n: charged })}</strong>
    </p>
  );
}
