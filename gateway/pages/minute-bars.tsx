const minutes = 60;

/** The last hour, a bar for each minute, scaled to its highest. */
export function MinuteBars({ perMinute }: { perMinute: readonly number[] }) {
  const most = Math.max(1, ...perMinute);
  const first = minutes - perMinute.length;
  return (
    <svg
      className="minute-bars"
      viewBox={`0 0 ${minutes * 4} 32`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Facts in each of the last ${perMinute.length} minutes; at most ${most}`}
    >
      <path className="minute-base" d={`M0 31.5h${minutes * 4}`} />
      {perMinute.map((count, index) => {
        const height = (count / most) * 30;
        const x = (first + index) * 4;
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
        return <rect key={index} x={x} y={31 - height} width={3} height={height} rx={0.8} />;
      })}
    </svg>
  );
}
