const dayMs = 86_400_000;

/** The next instant at which the clocks of the zone show a time such as `17:30`; null if there is no such zone. */
export function nextLocalTime(nowMs: number, time: string, timeZone: string): number | null {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const offsetMs = offsetAt(nowMs, timeZone);
  if (offsetMs === null) return null;
  const startOfDay = Math.floor((nowMs + offsetMs) / dayMs) * dayMs;
  for (let day = 0; day < 3; day += 1) {
    const shownMs = startOfDay + day * dayMs + (hours * 60 + minutes) * 60_000;
    // On a day on which the clocks are set, the offset of that time is another than now.
    const dueMs = shownMs - (offsetAt(shownMs - offsetMs, timeZone) ?? offsetMs);
    if (dueMs > nowMs) return dueMs;
  }
  return null;
}

/** What the clocks of the zone show, less UTC. */
function offsetAt(ms: number, timeZone: string): number | null {
  const format = formatOf(timeZone);
  if (format === null) return null;
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}
