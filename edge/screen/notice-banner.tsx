import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { Notice } from './notice.ts';
import { useWords } from './words.ts';

/** The last scan, large; a refusal stays until it is acknowledged by touch, by Enter or by the next scan. */
export function NoticeBanner({
  notice,
  onAcknowledge,
}: {
  readonly notice: Notice | null;
  readonly onAcknowledge: () => void;
}) {
  const { text, time } = useWords();
  return (
    <section className="notice-place" aria-label={text('lastScan')} aria-live="assertive" aria-atomic="true">
      {notice === null ? (
        <p className="notice notice-none">{text('noScanYet')}</p>
      ) : (
        <div key={notice.key} className="notice" data-kind={notice.kind} data-holds={notice.holds}>
          <span className="notice-symbol" aria-hidden="true">
            {notice.symbol}
          </span>
          <div className="notice-text">
            <p className="notice-head">
              <strong>{notice.word}</strong>
              <span>{notice.text}</span>
            </p>
            {notice.advice !== '' && <p className="notice-advice">{notice.advice}</p>}
            <p className="notice-raw">
              {notice.raw !== '' && <RawScan raw={notice.raw} />}
              {notice.at !== null && <time dateTime={notice.at}>{time(notice.at)}</time>}
            </p>
          </div>
          {notice.holds && (
            <button type="button" className="acknowledge" onClick={onAcknowledge}>
              {text('understood')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
