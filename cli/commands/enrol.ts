import type { Command } from 'commander';
import { type Invitation, parseInvitation } from '../../protocols/wire/enrolment.ts';
import { cliErrors } from '../cli-errors.ts';
import { httpAddress } from '../service-address.ts';
import { readEnrolmentCode } from './enrolment-code.ts';

interface EnrolCommandOptions {
  readonly gateway?: string;
  readonly codeFile?: string;
  readonly caFingerprint?: string;
  readonly dataDir: string;
}

/** Adds `packproof enrol`: makes this machine a station of a site. */
export function addEnrolCommand(program: Command): void {
  program
    .command('enrol')
    .description('make this machine a station, by a one-time code of "packproof stations invite"')
    .option('--gateway <url>', 'address of the gateway, https://...', httpAddress)
    .option(
      '--code-file <file>',
      'file that holds the one-time code, or the text of the QR code, which needs nothing else; - is standard input. Without it the environment variable PACKPROOF_ENROLMENT_CODE counts, and at a terminal you are asked',
    )
    .option('--ca-fingerprint <hex>', "SHA-256 of the site's CA, as the invitation shows it")
    .requiredOption('--data-dir <folder>', "the station's data folder (edge.dataDir)")
    .action(enrol);
}

async function enrol(options: EnrolCommandOptions): Promise<void> {
  const { gatewayUrl, code, caFingerprint } = await invitationOf(options);
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

/** What is typed or scanned may be a whole invitation: it names the gateway, and the CA by which that is known. */
async function invitationOf(options: EnrolCommandOptions) {
  const { gateway, caFingerprint } = options;
  const text = await readEnrolmentCode(options.codeFile);
  const invitation = parseInvitation(text);
  if (invitation !== null) return withOptions(invitation, options);
  if (/\s/.test(text)) {
    throw cliErrors.fault(
      'OPTIONS_INCOMPLETE',
      'this is neither a one-time code nor the text of an invitation',
    );
  }
  if (gateway !== undefined) return { gatewayUrl: gateway, code: text, caFingerprint };
  throw cliErrors.fault(
    'OPTIONS_INCOMPLETE',
    'a code alone does not say of which gateway it is: give --gateway',
  );
}

/** The gateway may be reached by another address; a CA that is not the one that was named is another site's. */
function withOptions(invitation: Invitation, { gateway, caFingerprint }: EnrolCommandOptions): Invitation {
  if (caFingerprint !== undefined && caFingerprint.toLowerCase() !== invitation.caFingerprint) {
    throw cliErrors.fault('OPTIONS_INCOMPLETE', '--ca-fingerprint is not that of the invitation');
  }
  return { ...invitation, gatewayUrl: gateway ?? invitation.gatewayUrl };
}
