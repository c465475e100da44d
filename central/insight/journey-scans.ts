import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { Db } from '../database/database.ts';
import type { JourneyScan } from './journey-view.ts';

const shown = ['scan.recorded', 'pick.confirmed', 'tag.read'];

/** Every scan that was made for an order, with the units that it confirmed, in order of time. */
export async function readScans(db: Db, order: string): Promise<JourneyScan[]> {
  const rows = await db
    .selectFrom('facts')
    .select('body')
    .where('order_number', '=', order)
    .where('type', 'in', shown)
    .where('set_aside', 'is', null)
    .orderBy('at')
    .orderBy('station')
    .orderBy('seq')
    .execute();
  const facts = rows.flatMap(({ body }) => knownFact(factEnvelope.parse(JSON.parse(body))) ?? []);
  const units = unitsPerScan(facts);
  const tags = tagPerScan(facts);
  return facts.flatMap((fact) => {
    if (fact.type !== 'scan.recorded') return [];
    const { raw, verdict, message, line, gs1 } = fact.data;
    return [
      {
        site: fact.site,
        station: fact.station,
        seq: fact.seq,
        at: fact.at,
        operator: fact.operator,
        raw,
        verdict,
        message,
        line: line ?? null,
        gtin: gs1?.gtin ?? null,
        lot: gs1?.lot ?? null,
        serial: gs1?.serial ?? null,
        units: units.get(`${fact.station} ${fact.seq}`) ?? 0,
        tag: tags.get(`${fact.station} ${fact.seq}`) ?? null,
      },
    ];
  });
}

function tagPerScan(facts: readonly KnownFact[]): Map<string, NonNullable<JourneyScan['tag']>> {
  return new Map(
    facts.flatMap((fact) => {
      if (fact.type !== 'tag.read') return [];
      const { scanSeq, epc, reads, maxRssiDbm } = fact.data;
      return [[`${fact.station} ${scanSeq}`, { epc, reads, maxRssiDbm }] as const];
    }),
  );
}

function unitsPerScan(facts: readonly KnownFact[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const fact of facts) {
    if (fact.type !== 'pick.confirmed') continue;
    const key = `${fact.station} ${fact.data.scanSeq}`;
    units.set(key, (units.get(key) ?? 0) + fact.data.units);
  }
  return units;
}
