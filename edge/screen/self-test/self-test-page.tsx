import { useEffect, useMemo, useState } from 'react';
import { Barcode } from '../../../kernel/web/barcode.tsx';
import { RawScan } from '../../../kernel/web/raw-scan.tsx';
import { useWedge } from '../capture/use-wedge.ts';
import { usePort } from '../screen-port.ts';
import { useWords } from '../words.ts';
import { gs1DataMatrix } from './data-matrix.ts';
import { diagnose, isGood } from './diagnosis.ts';
import { findingText } from './finding-text.ts';
import { knownCode } from './known-code.ts';

interface Received {
  readonly raw: string;
  readonly ended: boolean;
}

/** Says exactly how a scanner garbles a known code, whether it types like a keyboard or is read by the station. */
export function SelfTestPage() {
  const { text } = useWords();
  const [typed, setTyped] = useState<Received | null>(null);
  const wedge = useWedge(
    (raw) => setTyped({ raw, ended: true }),
    () => false,
  );
  const read = useReadByStation();
  const received = wedge.fragment === '' ? (typed ?? read) : { raw: wedge.fragment, ended: false };
  return (
    <main className="self-test">
      <header>
        <h1 className="prompt">{text('selfTestPrompt')}</h1>
        <p className="soft">{text('selfTestNothing')}</p>
      </header>
      <div className="self-test-codes">
        <figure>
          <MatrixCode />
          <figcaption>{text('selfTestDataMatrix')}</figcaption>
        </figure>
        <figure className="self-test-bars">
          <Barcode className="self-test-bars-drawing" text={`]C1${knownCode}`} />
          <figcaption>{text('selfTestCode128')}</figcaption>
        </figure>
      </div>
      <Diagnosis received={received} />
      <a className="action self-test-back" data-tone="primary" href="#/">
        <strong>{text('selfTestBack')}</strong>
      </a>
    </main>
  );
}

/** What a scanner at a serial port read since the page was opened: the station has refused it, which does no harm. */
function useReadByStation(): Received | null {
  const last = usePort().view?.last ?? null;
  const [first] = useState(last?.seq);
  const [read, setRead] = useState<Received | null>(null);
  const seq = last?.seq;
  const raw = last?.raw ?? '';
  useEffect(() => {
    if (seq !== undefined && seq !== first) setRead({ raw, ended: true });
  }, [seq, raw, first]);
  return read;
}

function Diagnosis({ received }: { readonly received: Received | null }) {
  const words = useWords();
  if (received === null) return <p className="notice notice-none">{words.text('noScanYet')}</p>;
  const findings = diagnose(received.raw, received.ended);
  const good = isGood(findings);
  return (
    <section aria-live="assertive" aria-label={words.text('selfTest')}>
      <div className="notice" data-kind={good ? 'good' : 'bad'} data-holds={!good}>
        <span className="notice-symbol" aria-hidden="true">
          {good ? '✓' : '✕'}
        </span>
        <div className="notice-text">
          <p className="notice-head">
            <strong>{words.text(good ? 'selfTestGood' : 'selfTestBad')}</strong>
          </p>
          <ul className="findings">
            {findings.map((finding) => (
              <li key={finding.kind}>{findingText(finding, words)}</li>
            ))}
          </ul>
        </div>
      </div>
      <dl className="self-test-raw">
        <dt>{words.text('selfTestExpected')}</dt>
        <dd>
          <RawScan raw={knownCode} />
        </dd>
        <dt>{words.text('selfTestGot')}</dt>
        <dd>
          <RawScan raw={received.raw} />
        </dd>
      </dl>
    </section>
  );
}

const quietModules = 2;

function MatrixCode() {
  const drawing = useMemo(() => {
    const matrix = gs1DataMatrix(knownCode);
    if (matrix === null) return null;
    const modules = Array.from({ length: matrix.size }, (_, index) => index);
    const dark = modules.flatMap((row) =>
      modules.filter((column) => matrix.isDark(row, column)).map((column) => `M${column} ${row}h1v1h-1z`),
    );
    return { path: dark.join(''), side: matrix.size + 2 * quietModules };
  }, []);
  if (drawing === null) return null;
  const { path, side } = drawing;
  return (
    <svg
      className="self-test-matrix"
      viewBox={`${-quietModules} ${-quietModules} ${side} ${side}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <rect x={-quietModules} y={-quietModules} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
