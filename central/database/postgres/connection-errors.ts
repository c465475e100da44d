import { DatabaseError } from 'pg';
import { messageOf, PackproofError } from '../../../kernel/errors.ts';
import { centralErrors } from '../../central-errors.ts';

/** SQLSTATE classes and codes (PostgreSQL, appendix A) that say that the server cannot now, and that nothing was done. */
const passing = [
  '08', // connection exceptions
  '53', // too many connections, out of memory, disk full
  '57P', // shut down, crashed, starting
  '57014', // the statement took longer than we wait
  '55P03', // the lock took longer than we wait
  '25006', // read-only: a standby, which may become the primary
  '25P03', // the transaction was left idle for too long
];

/** Whether the server answered at all: everything else that is thrown means that the connection is gone or stuck. */
export function isAnswer(thrown: unknown): thrown is DatabaseError {
  return thrown instanceof DatabaseError && typeof thrown.code === 'string';
}

/** Whether a connection on which this was thrown is of no more use. */
export function isLost(thrown: unknown): boolean {
  return !isAnswer(thrown) || ['08', '57P', '25006', '25P03'].some((code) => thrown.code?.startsWith(code));
}

/** Two transactions got into each other's way (serialization_failure, deadlock_detected): run again, it goes well. */
export function isCollision(thrown: unknown): boolean {
  return isAnswer(thrown) && (thrown.code === '40001' || thrown.code === '40P01');
}

/**
 * What callers are told of a failure of the database: that it may be repeated, or of a failed commit that nobody knows.
 * What is wrong with the statement itself stays what it is.
 */
export function toFault(thrown: unknown, place: string, committing: boolean): unknown {
  // A RangeError is of a value that came, see value-types.ts.
  if (thrown instanceof PackproofError || thrown instanceof RangeError) return thrown;
  if (isAnswer(thrown) && !passing.some((code) => thrown.code?.startsWith(code))) return thrown;
  const said = `${place}: ${messageOf(thrown)}`;
  return committing
    ? centralErrors.fault('COMMIT_UNKNOWN', said, { place, cause: thrown })
    : centralErrors.fault('DATABASE_UNAVAILABLE', said, { place, cause: thrown });
}
