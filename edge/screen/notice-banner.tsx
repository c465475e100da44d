import { timeOfDay } from '../../kernel/web/format.ts';
import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { Notice } from './notice.ts';

/** The last scan, large; a refusal stays until it is acknowledged by touch, by a key or by the next scan. */
export function NoticeBanner({
  notice,
  onAcknowledge,
}: {
  notice: Notice | null;
  onAcknowledge: () => void;
}) {
  return (
    <section className="notice-place" aria-label="Last scan" aria-live="assertive">
      {notice === null ? (
        <p className="notice notice-none">No scan yet</p>
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
              <RawScan raw={notice.raw} />
              {notice.at !== null && <time dateTime={notice.at}>{timeOfDay(notice.at)}</time>}
            </p>
          </div>
          {notice.holds && (
            <button type="button" className="acknowledge" onClick={onAcknowledge}>
              Understood
            </button>
          )}
        </div>
      )}
    </section>
  );
}
