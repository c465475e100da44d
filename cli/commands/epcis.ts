import { type Command, InvalidArgumentError } from 'commander';
import { parseGln } from '../../protocols/epcis/gln.ts';
import { withAccessOptions } from '../service-access.ts';
import { httpAddress } from '../service-address.ts';
import { runEpcisCheck } from './epcis-check.ts';
import { runEpcisExport } from './epcis-export.ts';

/** Adds `packproof epcis export|check`: what left the site as an EPCIS 2.0 document, and whether such a document is sound. */
export function addEpcisCommand(program: Command): void {
  const epcis = program.command('epcis').description('EPCIS 2.0 documents for partners');
  withAccessOptions(epcis.command('export'), 'reader')
    .description("write the site's parcels and shipments as one EPCIS 2.0 document")
    .option('--gateway <url>', 'address of the gateway', httpAddress, 'http://127.0.0.1:8081')
    .option('--after <cursor>', 'leave out what an export up to this cursor told already', cursorOf, 0)
    .option(
      '--site-gln <gln>',
      'GLN of the site: where it happened, and who numbers orders and shipments',
      glnOf,
    )
    .option('--station-read-points', 'name each station as part of the site (GLN extension component)')
    .option('--time-zone <name>', 'time zone of the site, such as Europe/Berlin', 'UTC')
    .option('--out <file>', 'file to write (default: standard output)')
    .option('--json', 'print the summary as JSON')
    .action(runEpcisExport);
  epcis
    .command('check')
    .description('name every fault of an EPCIS 2.0 document, query document or event, and its hash ids')
    .argument('<file>', 'JSON or JSON-LD file')
    .option('--json', 'print as JSON')
    .action(runEpcisCheck);
}

function cursorOf(text: string): number {
  const cursor = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(cursor))
    throw new InvalidArgumentError('It is a whole number.');
  return cursor;
}

function glnOf(text: string): string {
  const gln = parseGln(text);
  if (gln === null) throw new InvalidArgumentError('A GLN has 13 digits, the last of them its check digit.');
  return gln;
}
