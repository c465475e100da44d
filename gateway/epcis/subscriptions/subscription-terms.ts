import { z } from 'zod';
import { isoInstant } from '../../../kernel/clock.ts';
import { instantMs } from '../../../protocols/epcis/query/canonical.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { SubscriptionTerms } from './named-queries.ts';
import { nextTime, readSchedule, type Schedule } from './schedule.ts';

const scheduleField = z.coerce.string().max(200).optional();

/** The fields of a schedule (EPCIS 2.0, 8.2.5.3). */
export const scheduleFields = {
  second: scheduleField,
  minute: scheduleField,
  hour: scheduleField,
  dayOfMonth: scheduleField,
  month: scheduleField,
  dayOfWeek: scheduleField,
};

/** When and from where on a subscriber wants to be told. */
interface Controls {
  readonly dest?: string;
  readonly reportIfEmpty: boolean;
  readonly stream?: boolean | undefined;
  readonly schedule?: Schedule | undefined;
  readonly initialRecordTime?: string | undefined;
}

/**
 * The terms of a subscription.
 *
 * @param where what the places of faults begin with.
 * @throws EPCIS_SUBSCRIPTION_INVALID
 */
export function subscriptionTerms(
  { dest = '', reportIfEmpty, stream, schedule, initialRecordTime }: Controls,
  now: string,
  where: { readonly all: string; readonly schedule: string } = { all: 'body', schedule: 'body.schedule' },
): SubscriptionTerms {
  if ((stream === true) === (schedule !== undefined))
    throw invalid('either stream is true or there is a schedule', where.all);
  const reading = schedule === undefined ? null : readSchedule(schedule);
  if (reading?.ok === false) throw invalid(reading.message, `${where.schedule}.${reading.field}`);
  if (reading?.ok === true && nextTime(reading.plan, Date.parse(now), () => '+00:00') === null) {
    throw invalid('no time ever fits the schedule', where.schedule);
  }
  if (schedule !== undefined && Object.values(schedule).every((field) => field === undefined)) {
    throw invalid('a schedule names at least one field', where.schedule);
  }
  const initialMs = initialRecordTime === undefined ? null : instantMs(initialRecordTime);
  if (initialRecordTime !== undefined && initialMs === null) {
    throw invalid('it is no date and time with its zone', `${where.all}.initialRecordTime`);
  }
  return {
    dest,
    reportIfEmpty,
    initialRecordTime: initialMs === null ? now : isoInstant(initialMs),
    ...(stream === true ? { stream } : { schedule }),
  };
}

function invalid(message: string, place: string) {
  return epcisErrors.fault('EPCIS_SUBSCRIPTION_INVALID', `${place}: ${message}`, { place });
}
