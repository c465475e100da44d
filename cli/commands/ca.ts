import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { type AuthorityUsers, authorityUsers, siteAuthorities } from '../../protocols/wire/authorities.ts';
import { cliErrors } from '../cli-errors.ts';
import { askGateway, type GatewayOptions, withGatewayOptions } from './gateway-options.ts';
import { table } from './table.ts';

interface CaOptions extends GatewayOptions {
  readonly json?: boolean;
}

interface ChangeOptions extends CaOptions {
  readonly reason: string;
  readonly anyway?: boolean;
  readonly from?: string;
}

const help = `
A site gets a new CA in three steps, and nothing stops meanwhile:
  packproof ca roll      the new CA signs what is issued from now on; stations renew by themselves
  packproof ca serve     when everyone knows it: the gateway shows a certificate of the new CA
  packproof ca drop      when nobody has a certificate of the old CA any more (or --from a day on)
"packproof ca list" says who is still missing. docs/security.md tells the whole story.
Exit codes: 0 done, 1 the gateway refused (the message says who still uses what), 2 wrong use, 3 it did not answer.`;

/** Adds `packproof ca list|fetch|roll|serve|drop`: one CA of a site takes the place of another. */
export function addCaCommand(program: Command): void {
  const ca = program
    .command('ca')
    .description("a site's certificate authority: list, fetch, and replace it without a stop")
    .addHelpText('after', help);
  const one = (name: string, description: string) =>
    withGatewayOptions(ca.command(name))
      .description(description)
      .option('--json', 'print the answer of the gateway');
  const change = (name: string, description: string) =>
    one(name, description).option('--reason <text>', 'for the log of the gateway', '');
  one('list', 'the CAs of the site, and who still uses which').action(list);
  one('fetch', 'read the certificates that have to be trusted (role reader)')
    .option('--out <file>', 'write them there, in PEM')
    .action(fetchAll);
  change('roll', 'make a new CA beside the old one').action((options: ChangeOptions) =>
    post(options, '/v1/authorities', { reason: options.reason }),
  );
  change('serve', "sign the gateway's own certificate by the new CA")
    .option('--anyway', 'even if some do not know the new CA')
    .action((options: ChangeOptions) =>
      post(options, '/v1/authorities/serve', { reason: options.reason, anyway: options.anyway === true }),
    );
  change('drop', 'trust the old CA no more')
    .option('--from <date>', 'from that day or instant on, as soon as nobody uses it')
    .option('--anyway', 'now, even if some still use it: they are out')
    .action(drop);
}

async function list(options: CaOptions): Promise<void> {
  show(options, await askGateway(options, '/v1/authorities/users', authorityUsers));
}

async function fetchAll(options: CaOptions & { readonly out?: string }): Promise<void> {
  const answer = await askGateway(options, '/v1/authorities', siteAuthorities);
  if (options.out !== undefined) writeFileSync(options.out, answer.bundle);
  if (options.json === true) print([JSON.stringify(answer)]);
  else if (options.out === undefined) print([answer.bundle.trimEnd()]);
  else print([`${answer.authorities.length} certificate(s) were written to ${options.out}.`]);
}

async function drop(options: ChangeOptions): Promise<void> {
  const from = options.from === undefined ? {} : { from: instantOf(options.from) };
  await post(options, '/v1/authorities/drop', {
    reason: options.reason,
    anyway: options.anyway === true,
    ...from,
  });
}

function instantOf(text: string): string {
  const at = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text);
  if (at.success) return new Date(at.data).toISOString();
  throw cliErrors.fault('OPTIONS_INCOMPLETE', `--from ${text} is no day such as 2027-03-01`, {
    place: '--from',
  });
}

async function post(options: ChangeOptions, path: string, body: object): Promise<void> {
  show(options, await askGateway(options, path, authorityUsers, { v: 1, ...body }));
}

function show(options: CaOptions, answer: AuthorityUsers): void {
  print(options.json === true ? [JSON.stringify(answer)] : linesOf(answer));
}

function linesOf(answer: AuthorityUsers): string[] {
  const rows = answer.authorities.map((each) => [
    each.role,
    each.fingerprint.slice(0, 16),
    each.notAfter.slice(0, 10),
    String(each.users.length),
    each.dropFrom === null ? '' : `dropped from ${each.dropFrom} on`,
  ]);
  return [
    ...table(['', 'fingerprint', 'good until', 'users', ''], rows),
    ...answer.authorities.flatMap(missingOf),
  ];
}

/** Who has to do something before the next step. */
function missingOf({ role, users, unaware }: AuthorityUsers['authorities'][number]): string[] {
  const names = (who: typeof users) => who.map(({ kind, name }) => `    ${kind} ${name}`);
  if (role === 'next' && unaware.length > 0)
    return ['', 'Not known to have learned of the new CA yet:', ...names(unaware)];
  if (role === 'old' && users.length > 0)
    return ['', 'Still with a certificate of the old CA:', ...names(users)];
  return [];
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
