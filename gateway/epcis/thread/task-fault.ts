import { messageOf, PackproofError } from '../../../kernel/errors.ts';
import { epcisErrors } from '../epcis-errors.ts';

/** A refusal as it goes over the boundary of a thread, over which only data goes. */
export interface TaskFault {
  /** Of the error table; undefined for what nobody expected. */
  readonly code?: string;
  readonly message: string;
  readonly place?: string;
  readonly faults?: PackproofError['faults'];
}

export function faultOf(thrown: unknown): TaskFault {
  if (!(thrown instanceof PackproofError)) return { message: messageOf(thrown) };
  const { code, message, place, faults } = thrown;
  return { code, message, faults, ...(place === undefined ? {} : { place }) };
}

export function errorOf({ code, message, place, faults = [] }: TaskFault): Error {
  if (code === undefined || !Object.hasOwn(epcisErrors.rows, code)) return new Error(message);
  const known = code as keyof typeof epcisErrors.rows;
  return epcisErrors.fault(known, message, { faults, ...(place === undefined ? {} : { place }) });
}
