import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import type { PackproofError } from '../../../kernel/errors.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import {
  enrolmentCodeBytes,
  enrolmentCodeOf,
  parseEnrolmentCode,
} from '../../../protocols/wire/enrolment-code.ts';
import { identityErrors } from '../identity-errors.ts';

const maxOpenCodes = 500;
/** So long a used or expired code is still told from an unknown one, and a device that lost its answer gets it again. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** What a code leads to. */
interface OpenCode {
  readonly hash: string;
  readonly station: string;
  /** The certificate that the same device got for it before; a handheld gets none. */
  readonly certificate: string | null;
}

interface CodeRow {
  readonly station: string;
  readonly expires_at_ms: number;
  readonly redeemed_by: string | null;
  readonly certificate: string | null;
}

export type EnrolmentCodes = ReturnType<typeof openEnrolmentCodes>;

/** One-time codes; only their hashes are kept. */
export function openEnrolmentCodes(db: Sqlite, clock: Clock) {
  const insert = db.prepare(
    'INSERT INTO enrolment_codes (code_hash, station, expires_at_ms) VALUES (?, ?, ?)',
  );
  const find = db.prepare('SELECT * FROM enrolment_codes WHERE code_hash = ?');
  const count = db.prepare('SELECT count(*) AS held FROM enrolment_codes');
  const forget = db.prepare('DELETE FROM enrolment_codes WHERE expires_at_ms < ?');
  const withdraw = db.prepare('DELETE FROM enrolment_codes WHERE station = ?');
  const redeem = db.prepare(
    'UPDATE enrolment_codes SET redeemed_by = ?, certificate = ? WHERE code_hash = ? AND redeemed_by IS NULL',
  );
  return {
    /**
     * Makes a code for a station; codes that it had before are good no more.
     *
     * @throws TOO_MANY_INVITATIONS
     */
    create(station: string, lifeMs: number): { readonly code: string; readonly expiresAtMs: number } {
      forget.run(clock.now() - rememberedMs);
      withdraw.run(station);
      const { held } = count.get() as { held: number };
      if (held >= maxOpenCodes)
        throw identityErrors.fault('TOO_MANY_INVITATIONS', `${held} one-time codes are kept`);
      const code = drawCode();
      const expiresAtMs = clock.now() + lifeMs;
      insert.run(hashOf(code), station, expiresAtMs);
      return { code, expiresAtMs };
    },
    /** @param device what tells one device from another: the hash of its public keys. */
    check(typed: string, device: string): OpenCode | PackproofError {
      const code = parseEnrolmentCode(typed);
      const hash = code === null ? '' : hashOf(code);
      const row = find.get(hash) as CodeRow | undefined;
      if (row === undefined)
        return identityErrors.fault('ENROLMENT_CODE_UNKNOWN', 'the one-time code is not known', {
          place: 'body.code',
        });
      if (row.redeemed_by !== null && row.redeemed_by !== device)
        return identityErrors.fault('ENROLMENT_CODE_USED', 'the one-time code was used already');
      if (row.expires_at_ms <= clock.now())
        return identityErrors.fault('ENROLMENT_CODE_EXPIRED', 'the one-time code has expired');
      return { hash, station: row.station, certificate: row.certificate };
    },
    /** @returns false if it was redeemed before, by the same device or by one that was faster. */
    redeem: (hash: string, device: string, certificate: string | null): boolean =>
      redeem.run(device, certificate, hash).changes === 1,
    withdrawAll: (station: string) => void withdraw.run(station),
  };
}

function drawCode(): string {
  for (;;) {
    const code = enrolmentCodeOf(randomBytes(enrolmentCodeBytes));
    if (code !== null) return code;
  }
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
