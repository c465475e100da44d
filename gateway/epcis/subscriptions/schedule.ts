/** When a subscription reports: a time fits if each field that is given holds its number (EPCIS 2.0, 8.2.5.3). */
export interface Schedule {
  readonly second?: string | undefined;
  readonly minute?: string | undefined;
  readonly hour?: string | undefined;
  readonly dayOfMonth?: string | undefined;
  readonly month?: string | undefined;
  /** 1 is Monday. */
  readonly dayOfWeek?: string | undefined;
}

const fields = [
  { name: 'second', low: 0, high: 59 },
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'dayOfMonth', low: 1, high: 31 },
  { name: 'month', low: 1, high: 12 },
  { name: 'dayOfWeek', low: 1, high: 7 },
] as const;

type FieldName = (typeof fields)[number]['name'];

/** A schedule that was read: the numbers that each field allows. */
export type Plan = Readonly<Record<FieldName, ReadonlySet<number>>>;

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly field: FieldName; readonly message: string };

/**
 * Reads a schedule. Fields hold numbers, ranges `[1-5]` and steps `0/30`, joined by commas. A field that is left out
 * allows all, but seconds and minutes and hours that are finer than the finest field given are 0: `{"hour":"1"}` is once a day.
 */
export function readSchedule(schedule: Schedule): PlanReading {
  const finest = fields.findIndex(({ name }) => schedule[name] !== undefined);
  const plan: Partial<Record<FieldName, ReadonlySet<number>>> = {};
  for (const [index, { name, low, high }] of fields.entries()) {
    const text = schedule[name] ?? (index < Math.min(finest, 3) ? String(low) : `[${low}-${high}]`);
    const numbers = numbersOf(text, low, high);
    if (numbers === null) {
      return {
        ok: false,
        field: name,
        message: `"${text}" is no list of numbers, ranges [a-b] or steps a/b within ${low} to ${high}`,
      };
    }
    plan[name] = numbers;
  }
  return { ok: true, plan: plan as Plan };
}

function numbersOf(text: string, low: number, high: number): Set<number> | null {
  const numbers = new Set<number>();
  for (const element of text.replace(/\s/g, '').split(',')) {
    const found = /^(?:(\d{1,2})|\[(\d{1,2})-(\d{1,2})\]|(\d{1,2}|\*)\/(\d{1,2})|(\*))$/.exec(element);
    if (found === null) return null;
    const [, one, from, to, start, step] = found;
    const first = Number(one ?? from ?? (start === '*' ? low : start) ?? low);
    const last = Number(one ?? to ?? high);
    const by = Number(step ?? 1);
    if (first < low || last > high || first > last || by < 1) return null;
    for (let number = first; number <= last; number += by) numbers.add(number);
  }
  return numbers;
}

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Enough for the 40 years that may lie between two 29ths of February on one weekday. */
const maxSteps = 3_000;

/**
 * The next time behind an instant that fits, in milliseconds since 1970; null if there is none in the next decades.
 *
 * @param offsetAt the offset of the local time from UTC at an instant, such as `+01:00`.
 */
export function nextTime(plan: Plan, behindMs: number, offsetAt: (instant: string) => string): number | null {
  let at = Math.floor(behindMs / secondMs) * secondMs + secondMs;
  for (let steps = 0; steps < maxSteps; steps += 1) {
    const offsetMs = offsetOf(offsetAt(new Date(at).toISOString()));
    const leap = stepFrom(plan, at + offsetMs);
    if (leap === 0) return at;
    at += leap;
  }
  return null;
}

/** How far it is at least from a local time to the next that may fit; 0 if it fits itself. */
function stepFrom(plan: Plan, localMs: number): number {
  const local = new Date(localMs);
  const weekday = local.getUTCDay() === 0 ? 7 : local.getUTCDay();
  if (!plan.month.has(local.getUTCMonth() + 1)) {
    return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1) - localMs;
  }
  const dayFits = plan.dayOfMonth.has(local.getUTCDate()) && plan.dayOfWeek.has(weekday);
  if (!dayFits) return dayMs - (localMs % dayMs);
  if (!plan.hour.has(local.getUTCHours())) return hourMs - (localMs % hourMs);
  if (!plan.minute.has(local.getUTCMinutes())) return minuteMs - (localMs % minuteMs);
  return plan.second.has(local.getUTCSeconds()) ? 0 : secondMs;
}

function offsetOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
}
