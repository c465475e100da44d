import { useWords } from './words.ts';

/** Stands where the bars of a barcode stand, for an RFID tag: waves around an antenna. */
export function TagMark({ className }: { className: string }) {
  const { text } = useWords();
  return (
    <svg className={className} viewBox="0 0 120 38" role="img" aria-label={text('rfidTag')}>
      <g fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round">
        <circle cx="60" cy="19" r="3.4" fill="currentColor" stroke="none" />
        {[9, 16, 23].map((radius) => (
          <path
            key={radius}
            d={`M${60 + radius * 0.72} ${19 - radius * 0.72} a${radius} ${radius} 0 0 1 0 ${radius * 1.44} M${60 - radius * 0.72} ${19 - radius * 0.72} a${radius} ${radius} 0 0 0 0 ${radius * 1.44}`}
          />
        ))}
      </g>
    </svg>
  );
}
