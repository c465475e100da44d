import type { Command } from 'commander';
import { rescueFacts } from '../../../edge/evidence.ts';
import { openEventFile } from './event-file.ts';

/** Adds `packproof rescue`: brings facts of a log that was given up along in the log of the station that took its place. */
export function addRescueCommand(program: Command): void {
  program
    .command('rescue')
    .description(
      'bring the facts of a rescue file (packproof verify --rescue) along in the log of a new station',
    )
    .argument('<file>', 'what packproof verify --rescue wrote')
    .requiredOption('--data-dir <folder>', 'folder of the new station; its agent must not run')
    .action(async (file: string, { dataDir }: { dataDir: string }) => {
      const facts: unknown[] = [];
      for (const chain of openEventFile(file).chains) {
        for await (const { content } of chain.links()) if (content.kind === 'fact') facts.push(content.fact);
      }
      const count = rescueFacts(dataDir, facts);
      process.stdout.write(
        `${count} facts go along with the next start of the station; ${facts.length - count} had gone before\n`,
      );
    });
}
