import type { Command } from 'commander';

/** Commands that are defined together. */
export interface CommandGroup {
  readonly names: readonly string[];
  load(): Promise<(program: Command) => void>;
}

/** All commands, in the order of the help. Each is loaded by its name: a station's agent needs no PDF writer in its memory. */
export const commandGroups: readonly CommandGroup[] = [
  { names: ['up'], load: async () => (await import('./commands/up.ts')).addUpCommand },
  { names: ['central'], load: async () => (await import('./commands/services.ts')).addCentralCommand },
  { names: ['gateway'], load: async () => (await import('./commands/services.ts')).addGatewayCommand },
  { names: ['cloud-sync'], load: async () => (await import('./commands/services.ts')).addCloudSyncCommand },
  { names: ['edge'], load: async () => (await import('./commands/services.ts')).addEdgeCommand },
  { names: ['sim'], load: async () => (await import('./commands/sim/sim-command.ts')).addSimCommand },
  { names: ['import'], load: async () => (await import('./commands/import.ts')).addImportCommand },
  { names: ['status'], load: async () => (await import('./commands/status.ts')).addStatusCommand },
  { names: ['archive'], load: async () => (await import('./commands/archive.ts')).addArchiveCommand },
  {
    names: ['backup', 'restore'],
    load: async () => (await import('./commands/backup.ts')).addBackupCommands,
  },
  {
    names: ['verify'],
    load: async () => (await import('./commands/verify/verify-command.ts')).addVerifyCommand,
  },
  {
    names: ['rescue'],
    load: async () => (await import('./commands/verify/rescue-command.ts')).addRescueCommand,
  },
  {
    names: ['devices'],
    load: async () => (await import('./commands/devices/devices-command.ts')).addDevicesCommand,
  },
  { names: ['stations'], load: async () => (await import('./commands/stations.ts')).addStationsCommand },
  { names: ['sheet'], load: async () => (await import('./commands/sheet/sheet.ts')).addSheetCommand },
  { names: ['ca'], load: async () => (await import('./commands/ca.ts')).addCaCommand },
  { names: ['clients'], load: async () => (await import('./commands/clients.ts')).addClientsCommand },
  { names: ['enrol'], load: async () => (await import('./commands/enrol.ts')).addEnrolCommand },
  { names: ['epcis'], load: async () => (await import('./commands/epcis.ts')).addEpcisCommand },
  { names: ['bench'], load: async () => (await import('./bench/bench-command.ts')).addBenchCommand },
  { names: ['bench-load'], load: async () => (await import('./bench/bench-command.ts')).addBenchLoadCommand },
];

/** The groups that a command line needs: the one that it names, or all of them, for the help. */
export function groupsFor(name: string | undefined): readonly CommandGroup[] {
  const named = commandGroups.filter(({ names }) => name !== undefined && names.includes(name));
  return named.length > 0 ? named : commandGroups;
}
