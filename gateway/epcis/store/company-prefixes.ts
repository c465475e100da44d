import type { Sqlite } from '../../../kernel/sqlite.ts';
import {
  companyPrefixOf,
  knownPrefixes,
  type PrefixLength,
} from '../../../protocols/epcis/digital-link-to-urn.ts';

/** Far more than a site has partners; beyond it no further ones are learned. */
const maxLearned = 10_000;
const urns = /urn:epc:(?:id|class|idpat):[a-z]+:\d{6,12}\./g;

/** The company prefixes that the EPC URNs of an event show. */
export function companyPrefixesOf(body: string): string[] {
  const found = (body.match(urns) ?? []).map(companyPrefixOf).filter((prefix) => prefix !== null);
  return [...new Set(found)];
}

/** Learns a company prefix; call it inside of a change of the writer. */
export function createPrefixLearner(db: Sqlite): (prefix: string) => void {
  const add = db.prepare(
    `INSERT INTO company_prefixes (prefix) SELECT @prefix
     WHERE NOT EXISTS (SELECT 1 FROM company_prefixes WHERE prefix = @prefix)
       AND (SELECT count(*) FROM company_prefixes) < ${maxLearned}`,
  );
  return (prefix) => void add.run({ prefix });
}

/** The company prefixes that are known now: those of the configuration, and those that captured events showed. */
export function openCompanyPrefixes(reader: Sqlite, configured: readonly string[]): () => PrefixLength {
  const learned = reader.prepare('SELECT prefix FROM company_prefixes').pluck();
  const own = knownPrefixes(configured);
  return () => {
    const others = knownPrefixes(learned.all() as string[]);
    return (digits) => own(digits) ?? others(digits);
  };
}
