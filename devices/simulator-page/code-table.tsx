import { useEffect, useState } from 'react';
import { CodeLabel } from './code-label.tsx';
import type { Line, Screen } from './simulator-api.ts';
import { codesFor } from './virtual-codes.ts';

interface Props {
  screen: Screen;
  plugged: boolean;
  onScan: (text: string) => void;
}

/** Every barcode that is of use now, as labels on a table. */
export function CodeTable({ screen, plugged, onScan }: Props) {
  const knownLines = useKnownLines(screen);
  return codesFor(screen, knownLines, new Date()).map(({ title, codes }) => (
    <section key={title} className="code-group">
      <h3>{title}</h3>
      <div className="labels">
        {codes.map((code) => (
          <CodeLabel key={`${code.text} ${code.title}`} code={code} disabled={!plugged} onScan={onScan} />
        ))}
      </div>
    </section>
  ));
}

/** The products seen so far, so that one of another order can be scanned by mistake. */
function useKnownLines(screen: Screen): readonly Line[] {
  const [known, setKnown] = useState<readonly Line[]>([]);
  const { order } = screen;
  useEffect(() => {
    if (order === null) return;
    setKnown((before) => {
      const skus = new Set(before.map(({ sku }) => sku));
      const added = order.lines.filter(({ sku }) => !skus.has(sku));
      return added.length === 0 ? before : [...before, ...added].slice(-200);
    });
  }, [order]);
  return known;
}
