import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { LastScan, ScreenAction } from '../fulfilment/screen-view.ts';
import { ActionButton } from './action-button.tsx';
import { UndoList } from './panels/undo-list.tsx';
import { useWords } from './words.ts';

interface HistoryListProps {
  readonly history: readonly LastScan[];
  readonly actions: readonly ScreenAction[];
  /** What can be undone, newest first. */
  readonly undo: readonly string[];
  readonly onCommand: (code: string) => void;
}

/** The last scans, the refused ones too; the newest that counted can be taken back. */
export function HistoryList({ history, actions, undo: steps, onCommand }: HistoryListProps) {
  const { text } = useWords();
  const undo = actions.find(({ code }) => code === 'PP:UNDO');
  return (
    <div className="history">
      {undo === undefined ? (
        <p className="soft">{text('cannotUndo')}</p>
      ) : (
        <ActionButton action={{ ...undo, label: text('undoLast') }} onCommand={onCommand} />
      )}
      <UndoList undo={steps} />
      {history.length === 0 ? <p className="soft">{text('noScans')}</p> : <Rows history={history} />}
    </div>
  );
}

function Rows({ history }: { readonly history: readonly LastScan[] }) {
  const { time } = useWords();
  return (
    <ol>
      {history.map((scan) => (
        <li key={scan.seq} className="history-row" data-tone={scan.tone}>
          <span className="history-symbol" aria-hidden="true">
            {scan.tone === 'error' ? '✕' : '✓'}
          </span>
          <div>
            <p>{scan.message}</p>
            <p className="soft num">
              <time dateTime={scan.at}>{time(scan.at)}</time> <RawScan raw={scan.raw} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
