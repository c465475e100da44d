import { firstOf, type Look, type Promised } from './look.ts';

/** What everybody relies on who reads what a program tells of the floor. */
export const pipesPromises: readonly Promised[] = [
  {
    name: 'every fact is at central once, as it was written',
    broken: ({ facts, ledger }) => {
      if (facts.length !== ledger.facts.length)
        return `${ledger.facts.length} facts were written, central has ${facts.length}`;
      return firstOf(ledger.facts, ({ station, seq, hash }) => {
        const found = facts.find((one) => one.station === station && Number(one.seq) === seq);
        return found?.hash === hash && found.set_aside === null
          ? null
          : `${station}/${seq} is at central as ${found?.set_aside ?? found?.hash}`;
      });
    },
  },
  {
    name: 'every station knows of the floor what the gateway knows',
    broken: ({ floor }) =>
      firstOf(floor.desks, (desk) =>
        firstOf(floor.gateway.everSaid(), ({ kind, id, json }) => {
          // Claims end by the clock, and waves are for people at the gateway.
          if (kind === 'claim' || kind === 'wave') return null;
          const known = JSON.stringify(desk.toldOf(kind, id));
          return same(known, json === 'null' ? undefined : json)
            ? null
            : `${desk.name} knows ${kind} ${id} as ${known}, it is ${json}`;
        }),
      ),
  },
  {
    name: 'every station knows of its work what central knows',
    broken: ({ floor, documents }) =>
      firstOf(floor.desks, (desk) =>
        firstOf(documents, ({ kind, id, data }) => {
          if (kind !== 'order') return null;
          const known = desk.replica.order(id)?.document;
          return same(known === undefined ? undefined : JSON.stringify(known), data)
            ? null
            : `${desk.name} knows order ${id} as ${JSON.stringify(known)}, it is ${data}`;
        }),
      ),
  },
];

/** The gateway draws the same from the facts when it reads them all again. It changes the floor, so it comes last. */
export async function foldsTheSame({ floor }: Look): Promise<string | null> {
  const planned = ['claim', 'task', 'wave'];
  const drawn = () => floor.gateway.documents().filter(({ kind }) => !planned.includes(kind));
  const before = new Map(drawn().map(({ kind, id, json }) => [`${kind} ${id}`, json] as const));
  await floor.gateway.foldAnew();
  const found = firstOf(drawn(), ({ kind, id, json }) => {
    const known = before.get(`${kind} ${id}`);
    before.delete(`${kind} ${id}`);
    return same(lasting(floor, kind, known), lasting(floor, kind, json))
      ? null
      : `${kind} ${id} was ${known}, folded anew it is ${json}`;
  });
  return (
    found ??
    firstOf(before, ([name, json]) =>
      lasting(floor, name.split(' ', 1)[0] ?? '', json) === undefined
        ? null
        : `${name} is gone when folded anew: it was ${json}`,
    )
  );
}

/**
 * What follows from the facts alone. Who holds a claim, how a walk is planned, which totes are free and by whom parcels should leave also follows
 * from what central said, and when: that is not told again. At a site that went by one set of rules all day, and keeps no claims or plans no walks,
 * less does.
 */
function lasting(floor: Look['floor'], kind: string, json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  const { gateway } = floor;
  const { claims, waves } = floor.settings.rules;
  const isClaimed = floor.rulesChanged || claims.mode !== 'off';
  const isPlanned = floor.rulesChanged || waves.mode !== 'off';
  const data = JSON.parse(json) as Readonly<Record<string, unknown>>;
  if (kind === 'progress') {
    const { conflict, totes, ...rest } = data;
    const lasts = {
      ...(isClaimed ? {} : { conflict: withoutTime(conflict) }),
      ...(isPlanned ? {} : { totes }),
    };
    return JSON.stringify({ ...rest, ...lasts });
  }
  if (kind === 'tote' && isPlanned) {
    const { status: _judged, ...rest } = data;
    return Array.isArray(rest.items) && rest.items.length === 0 ? undefined : JSON.stringify(rest);
  }
  if (kind !== 'parcel') return json;
  const { carrier, ...rest } = data;
  const isKnown = gateway.work.document('order', String(rest.order)) !== undefined;
  return JSON.stringify(isKnown ? { ...rest, carrier } : rest);
}

/** When central changed an order, what it means for the work on it is judged by the clock of the gateway. */
function withoutTime(conflict: unknown): unknown {
  return conflict === undefined ? undefined : { ...(conflict as object), since: null };
}

/** Whether two JSON texts say the same, whatever the order of their members. */
function same(one: string | undefined | null, other: string | undefined | null): boolean {
  const [a, b] = [one ?? undefined, other ?? undefined];
  if (a === undefined || b === undefined) return a === b;
  return a === b || sorted(JSON.parse(a)) === sorted(JSON.parse(b));
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
