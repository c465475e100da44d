import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type PrintedLabel, pictureUrl, readPrinter, setPaper } from './simulator-api.ts';

/** More stay in the simulator, but nobody scrolls so far. */
const shown = 6;

interface Props {
  id: string;
  plugged: boolean;
  onScan: (text: string) => void;
}

/** The label printer of the station: what came out of it, newest first, each to be scanned by a click. */
export function PrinterPanel({ id, plugged, onScan }: Props) {
  const queries = useQueryClient();
  const queryKey = ['printer', id];
  const printer = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPrinter(id, signal),
    refetchInterval: 1_000,
  });
  const paper = useMutation({
    mutationFn: (to: 'in' | 'out') => setPaper(id, to),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  if (printer.data === undefined) return null;
  const { labels } = printer.data;
  const next = printer.data.paper === 'in' ? 'out' : 'in';
  return (
    <section className="printer" aria-label="Printer">
      <h2>Printer</h2>
      <Button variant="default" loading={paper.isPending} onClick={() => paper.mutate(next)}>
        {next === 'out' ? 'Take the paper out' : 'Put paper in'}
      </Button>
      {labels.length === 0 && <p className="bank-empty">Nothing printed yet.</p>}
      <ul>
        {labels.slice(0, shown).map((label) => (
          <LabelPaper key={label.label} printer={id} label={label} plugged={plugged} onScan={onScan} />
        ))}
      </ul>
    </section>
  );
}

interface PaperProps {
  printer: string;
  label: PrintedLabel;
  plugged: boolean;
  onScan: (text: string) => void;
}

function LabelPaper({ printer, label: { label, code }, plugged, onScan }: PaperProps) {
  const url = pictureUrl(printer, label);
  return (
    <li>
      <figure>
        <a href={url} target="_blank" rel="noreferrer">
          <img src={url} alt={`Label ${label}${code === null ? '' : `, barcode ${code}`}`} loading="lazy" />
        </a>
        <figcaption>
          <span>Label {label}</span>
          {code !== null && (
            <Button size="xs" variant="default" disabled={!plugged} onClick={() => onScan(code)}>
              Scan it
            </Button>
          )}
        </figcaption>
      </figure>
    </li>
  );
}
