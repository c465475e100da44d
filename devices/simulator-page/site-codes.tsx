import { CodeLabel } from './code-label.tsx';
import type { SiteCode } from './simulator-api.ts';
import { right } from './virtual-code.ts';

interface Props {
  codes: readonly SiteCode[];
  plugged: boolean;
  onScan: (text: string) => void;
}

/** What hangs about at the site: badges, locations, totes, slots and doors, folded away until somebody wants one. */
export function SiteCodes({ codes, plugged, onScan }: Props) {
  if (codes.length === 0) return null;
  return (
    <details className="site-codes">
      <summary>All badges, locations, totes, slots and doors</summary>
      <div className="labels">
        {codes.map(({ text, title, note }) => (
          <CodeLabel key={text} code={right(text, title, note)} disabled={!plugged} onScan={onScan} />
        ))}
      </div>
    </details>
  );
}
