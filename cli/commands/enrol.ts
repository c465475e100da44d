import type { Command } from 'commander';
import { parseInvitation } from '../../protocols/wire/enrolment.ts';
import { cliErrors } from '../cli-errors.ts';

interface EnrolCommandOptions {
  readonly gateway?: string;
  readonly code?: string;
  readonly caFingerprint?: string;
  readonly invitation?: string;
  readonly dataDir: string;
}

/** Adds `packproof enrol`: makes this machine a station of a site. */
export function addEnrolCommand(program: Command): void {
  program
    .command('enrol')
    .description('make this machine a station, by a one-time code of "packproof stations invite"')
    .option('--gateway <url>', 'address of the gateway, https://...')
    .option('--code <code>', 'the one-time code')
    .option('--ca-fingerprint <hex>', "SHA-256 of the site's CA, as the invitation shows it")
    .option('--invitation <text>', 'instead of these three: the text of the QR code')
    .requiredOption('--data-dir <folder>', "the station's data folder (edge.dataDir)")
    .action(enrol);
}

async function enrol(options: EnrolCommandOptions): Promise<void> {
  const { gatewayUrl, code, caFingerprint } = invitationOf(options);
  // Loaded only now: a command line does not need what drives scanners.
  const { enrolStation } = await import('../../edge/main.ts');
  const { dataDir } = options;
  const enrolled = await enrolStation({ gatewayUrl, code, caFingerprint, dataDir });
  const { site, station, keyId, notAfter, already } = enrolled;
  const lines = [
    already
      ? `This machine was enrolled with this code before: it is station ${station} of site ${site}.`
      : `This machine is station ${station} of site ${site} now.`,
    `Its fact key is ${keyId}; its certificate is good until ${notAfter} and renews itself.`,
    `Configure it with edge.site ${site}, edge.station ${station}, edge.dataDir ${dataDir} and edge.gateway.httpUrl ${gatewayUrl}.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function invitationOf({ invitation, gateway, code, caFingerprint }: EnrolCommandOptions) {
  if (invitation !== undefined) {
    const parsed = parseInvitation(invitation);
    if (parsed !== null) return parsed;
    throw cliErrors.fault('OPTIONS_INCOMPLETE', '--invitation is not the text of an invitation');
  }
  if (gateway !== undefined && code !== undefined) return { gatewayUrl: gateway, code, caFingerprint };
  throw cliErrors.fault('OPTIONS_INCOMPLETE', 'give --gateway and --code, or --invitation');
}
