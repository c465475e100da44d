import type { Command } from 'commander';
import type { BackupManifest } from '../../kernel/backup/backup-manifest.ts';
import type { StateDescription } from '../../kernel/backup/state-description.ts';
import { systemClock } from '../../kernel/clock.ts';

interface BackupOptions {
  readonly dataDir: string;
  readonly to: string;
  readonly json?: boolean;
}

interface RestoreOptions {
  readonly from: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Adds `packproof backup` and `packproof restore`: the state of one service, from and to its data folder. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('copy the state of a service, also while it runs')
    .requiredOption('--data-dir <folder>', 'the dataDir of the service')
    .requiredOption('--to <folder>', 'the new backup folder, or a folder to make it in')
    .option('--json', 'print where it is and its manifest as JSON')
    .action(async (options: BackupOptions) => {
      const { backUp } = await import('../../kernel/backup/backup.ts');
      const made = await backUp({ ...options, services: await services(), clock: systemClock });
      const text = `${made.folder}\n${summary(made.manifest)}`;
      process.stdout.write(options.json === true ? `${JSON.stringify(made)}\n` : text);
    });
  program
    .command('restore')
    .description('bring the state of a stopped service back from a backup')
    .requiredOption('--from <folder>', 'a backup folder')
    .requiredOption('--data-dir <folder>', 'the dataDir of the service; empty or missing')
    .option('--json', 'print the manifest as JSON')
    .action(async (options: RestoreOptions) => {
      const { restore } = await import('../../kernel/backup/restore.ts');
      const manifest = await restore({ ...options, services: await services() });
      const text = `restored into ${options.dataDir}\n${summary(manifest)}${advice[manifest.service] ?? ''}`;
      process.stdout.write(options.json === true ? `${JSON.stringify(manifest)}\n` : text);
    });
}

async function services(): Promise<StateDescription[]> {
  const [{ gatewayState }, { edgeState }, { centralState }] = await Promise.all([
    import('../../gateway/main.ts'),
    import('../../edge/main.ts'),
    import('../../central/main.ts'),
  ]);
  return [gatewayState, edgeState, centralState];
}

function summary({ service, version, createdAt, databases, files }: BackupManifest): string {
  const lines = databases.map(({ path, bytes, positions }) => {
    const held = Object.entries(positions).map(([name, value]) => `${name} ${value ?? '-'}`);
    return `  ${path}: ${bytes} bytes, ${held.join(', ')}\n`;
  });
  return `${service} of packproof ${version}, ${createdAt}, with ${files.length} other files\n${lines.join('')}`;
}

/** What a person has to know after a restore, by service. */
const advice: Readonly<Record<string, string>> = {
  gateway:
    'Stations send again what the backup lacks. Subscribers that keep a position of their own go back to the log cursor above.\n',
  edge: 'The gateway may have more facts of this station than the backup: enrol it under a new station id if it says so.\n',
  central: 'cloud-sync sends again what the backup lacks, from the logs of the gateways.\n',
};
