import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import { qrLines } from '../../kernel/qr-code.ts';
import { stationInvitation } from '../../protocols/wire/enrolment.ts';
import { enrolledStations, identityChanged } from '../../protocols/wire/identities.ts';
import { askGateway, type GatewayOptions, withGatewayOptions } from './gateway-options.ts';
import { table } from './table.ts';

type StationInvitation = z.output<typeof stationInvitation>;

interface InviteOptions extends GatewayOptions {
  readonly minutes: string;
  readonly svg?: string;
  readonly handheld?: boolean;
  readonly json?: boolean;
}

interface ChangeOptions extends GatewayOptions {
  readonly reason: string;
}

/** Adds `packproof stations list|invite|revoke|rotate`: who may join a site, and who no more. */
export function addStationsCommand(program: Command): void {
  const stations = program
    .command('stations')
    .description("a site's stations: invite, list, revoke, rotate keys");
  withGatewayOptions(stations.command('invite <station>'))
    .description('make a one-time code with which a device becomes that station')
    .option('--minutes <n>', 'how long the code is good', '15')
    .option('--handheld', 'the device is a browser: its camera opens the page that enrols it')
    .option('--svg <file>', 'write the QR code as a picture')
    .option('--json', 'print the answer of the gateway')
    .action(invite);
  withGatewayOptions(stations.command('list'))
    .description('every station that was enrolled, its key and until when its certificate is good')
    .option('--json', 'print the answer of the gateway')
    .action(list);
  for (const [name, description] of [
    ['revoke', 'shut a station out at once, for instance a lost device'],
    ['rotate', 'have a station make new keys (it does so within a quarter of an hour)'],
  ] as const) {
    withGatewayOptions(stations.command(`${name} <station>`))
      .description(description)
      .option('--reason <text>', 'for the log of the gateway', '')
      .action((station: string, options: ChangeOptions) => change(name, station, options));
  }
}

async function invite(station: string, options: InviteOptions): Promise<void> {
  const handheld = options.handheld === true;
  const body = { v: 1, station, gatewayUrl: options.gateway, minutes: Number(options.minutes), handheld };
  const invitation = await askGateway(options, '/v1/enrolments', stationInvitation, body);
  if (options.svg !== undefined && invitation.qrSvg !== null) writeFileSync(options.svg, invitation.qrSvg);
  if (options.json === true) return print([JSON.stringify(invitation)]);
  print([
    ...(invitation.invitation === null ? [] : qrLines(invitation.invitation)),
    '',
    `Station ${invitation.station} of site ${invitation.site} joins with this code, once, until ${invitation.expiresAt}:`,
    '',
    `    ${invitation.code}`,
    '',
    ...(handheld ? onHandheld(options) : onStation(options, invitation)),
    '',
  ]);
}

function onStation({ gateway }: InviteOptions, { caFingerprint }: StationInvitation): string[] {
  return [
    'On the station, which asks for the code (its scanner may read the picture instead):',
    '',
    `    packproof enrol --gateway ${gateway} \\`,
    `      --ca-fingerprint ${caFingerprint} --data-dir FOLDER`,
  ];
}

function onHandheld({ gateway }: InviteOptions): string[] {
  return [
    'On the handheld: scan the picture with its camera, or open',
    '',
    `    ${new URL('/handheld/enrol', gateway).href}`,
  ];
}

async function list(options: GatewayOptions & { readonly json?: boolean }): Promise<void> {
  const answer = await askGateway(options, '/v1/identities/stations', enrolledStations);
  if (options.json === true) return print([JSON.stringify(answer)]);
  const rows = answer.stations.map((station) => [
    station.station,
    station.revokedAt === null ? 'good' : `revoked ${station.revokedAt}`,
    station.key ?? '-',
    station.certificates[0]?.notAfter ?? '-',
    station.rotationWanted ? 'waits for new keys' : '',
  ]);
  print(table(['station', 'state', 'key', 'certificate until', ''], rows));
}

async function change(what: 'revoke' | 'rotate', station: string, options: ChangeOptions): Promise<void> {
  const body = { v: 1, reason: options.reason };
  const path = `/v1/identities/stations/${encodeURIComponent(station)}/${what}`;
  const { name } = await askGateway(options, path, identityChanged, body);
  print([
    what === 'revoke'
      ? `Station ${name} is out: its connections were ended, its certificates and keys are good no more.`
      : `Station ${name} will make new keys as soon as it looks, within a quarter of an hour.`,
  ]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
