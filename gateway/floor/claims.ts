import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { type ClaimDocument, claimId } from '../../protocols/wire/floor.ts';
import type { SiteRules } from '../../protocols/wire/work/site-rules.ts';
import { openClaimTable } from './claim-table.ts';
import { floorErrors } from './floor-errors.ts';
import type { FloorStore } from './floor-store.ts';

const maxPerStation = 100;
const maxExpired = 500;
/** What was scanned just before the claim was granted, or by a clock that is a little off, was scanned under it. */
const slackMs = 60_000;
/** Whoever lost a claim to a supervisor gets it back after so long at the earliest: the other has to be faster. */
const barredMs = 60_000;
const rememberMs = 7 * 24 * 3_600_000;

type Subject = ClaimDocument['subject'];

interface ClaimDeps {
  readonly store: FloorStore;
  readonly rules: () => SiteRules;
  readonly clock: Clock;
}

export type Claims = ReturnType<typeof createClaims>;

/**
 * Who works on what. One at a time may, until the lease ends; every fact of the holder about the work lets it begin anew.
 * A grant is durable before it is answered.
 */
export function createClaims({ store, rules, clock }: ClaimDeps) {
  const table = openClaimTable(store.db);
  const leaseMs = () => rules().claims.minutes * 60_000;
  const barred = new Map<string, { readonly station: string; readonly untilMs: number }>();

  function bar(id: string, station: string): void {
    const nowMs = clock.monotonicMs();
    for (const [other, { untilMs }] of barred) if (untilMs <= nowMs) barred.delete(other);
    barred.set(id, { station, untilMs: nowMs + barredMs });
  }

  function assertNotBarred(id: string, station: string): void {
    const bar = barred.get(id);
    if (bar?.station === station && bar.untilMs > clock.monotonicMs())
      throw floorErrors.fault('CLAIM_TAKEN_BACK', `a supervisor took ${id} from ${station} just now`);
  }

  function put(id: string): ClaimDocument {
    const row = table.get(id);
    if (row === undefined) throw new Error(`the claim ${id} was just written`);
    const claim = {
      subject: JSON.parse(row.subject) as Subject,
      station: row.station as ClaimDocument['station'],
      operator: row.operator,
      grantedAt: isoInstant(row.grantedMs),
      expiresAt: isoInstant(row.expiresMs),
    };
    store.documents.put('claim', id, claim);
    return claim;
  }

  function end(id: string, endedMs: number): void {
    const row = table.get(id);
    if (row === undefined) return;
    table.end(row, endedMs);
    store.documents.remove('claim', id);
  }

  function grant(subject: Subject, station: string, operator: string | null): ClaimDocument {
    const id = claimId(subject);
    const nowMs = Math.trunc(clock.now());
    const before = table.get(id);
    const isOwn = before?.station === station && before.expiresMs > nowMs;
    if (!isOwn) {
      if (before !== undefined) end(id, Math.min(before.expiresMs, nowMs));
      if (table.count(station) >= maxPerStation)
        throw floorErrors.fault('TOO_MANY_CLAIMS', `${station} holds ${maxPerStation} claims`);
    }
    const grantedMs = isOwn ? before.grantedMs : nowMs;
    const expiresMs = nowMs + leaseMs();
    table.put({ id, subject: JSON.stringify(subject), station, operator, grantedMs, expiresMs });
    return put(id);
  }

  return {
    /** Grants the claim, or says whose it is. Asking again for one's own renews it. @throws TOO_MANY_CLAIMS, CLAIM_TAKEN_BACK */
    ask: (subject: Subject, station: string, operator: string | null) =>
      store.change((): { granted: boolean; claim: ClaimDocument } => {
        const id = claimId(subject);
        const held = table.get(id);
        if (held !== undefined && held.station !== station && held.expiresMs > clock.now())
          return { granted: false, claim: put(id) };
        assertNotBarred(id, station);
        return { granted: true, claim: grant(subject, station, operator) };
      }),
    /** The station gives it back. @returns whether it had it. */
    giveBack: (id: string, station: string): boolean =>
      store.change(() => {
        if (table.get(id)?.station !== station) return false;
        end(id, Math.trunc(clock.now()));
        return true;
      }),
    /** A supervisor takes it from whoever has it. @returns whether anybody had it. */
    takeBack: (id: string): boolean =>
      store.change(() => {
        const held = table.get(id);
        if (held === undefined) return false;
        bar(id, held.station);
        end(id, Math.trunc(clock.now()));
        return true;
      }),
    /** The station works on it: its lease begins anew, unless somebody else has it. Call it inside of a change. */
    renew(id: string, station: string, at: string): void {
      const held = table.get(id);
      const expiresMs = Math.min(Date.parse(at), clock.now()) + leaseMs();
      // It expired while the station could not tell of its work; nobody else asked meanwhile, so it was still its own.
      if (held === undefined) table.extendPast(id, station, Date.parse(at) - slackMs, expiresMs);
      if (held?.station !== station) return;
      // Not at every scan: each renewal is told to all stations.
      if (expiresMs - held.expiresMs < leaseMs() / 10) return;
      table.put({ ...held, expiresMs: Math.trunc(expiresMs) });
      put(id);
    },
    /** The work is done or given back; what was claimed after that is another's. Call it inside of a change. */
    finish(id: string, at: string): void {
      const held = table.get(id);
      if (held !== undefined && held.grantedMs - slackMs <= Date.parse(at)) end(id, Math.trunc(clock.now()));
    },
    /** Ends what has expired. @returns when the next one does. */
    expire(): number | null {
      const nowMs = clock.now();
      const expired = table.expired(nowMs, maxExpired);
      if (expired.length > 0 || table.hasPast(nowMs - rememberMs)) {
        store.change(() => {
          for (const { id, expiresMs } of expired) end(id, expiresMs);
          table.forgetPast(nowMs - rememberMs);
        });
      }
      return table.nextExpiry();
    },
    /** Whether the station held one of them then; null where it is not known any more. */
    held(station: string, ids: readonly string[], at: string): boolean | null {
      const atMs = Date.parse(at);
      const sinceMs = table.since();
      if (sinceMs === null || atMs < Math.max(sinceMs, clock.now() - rememberMs)) return null;
      return ids.some((id) => table.heldAt(id, station, atMs, slackMs));
    },
    /** Whether the site works with claims changes what a missing one means. */
    modeChanged(): void {
      const isOn = rules().claims.mode === 'lease';
      if (isOn !== (table.since() !== null)) table.setSince(isOn ? Math.trunc(clock.now()) : null);
    },
  };
}
