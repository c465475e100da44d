import type { Command } from 'commander';
import { addServiceCommand } from '../service-command.ts';
import { addSimCarrierCommand } from './sim-carrier-command.ts';
import { addSimPrinterCommand } from './sim-printer-command.ts';
import { addSimReplayCommand } from './sim-replay-command.ts';
import { addSimRfidCommand } from './sim-rfid-command.ts';
import { addSimScaleCommand } from './sim-scale-command.ts';
import { addSimScannerCommand } from './sim-scanner.ts';
import { addSimWarehouseCommand } from './warehouse/sim-warehouse-command.ts';

/** Adds `packproof sim`, which runs all simulators of a configuration, and the single ones below it. */
export function addSimCommand(program: Command): void {
  const sim = addServiceCommand(program, {
    command: 'sim',
    section: 'simulator',
    description: 'device simulators: scanners on pseudo-terminals, a bank',
    load: async () => {
      const { simulatorConfig, startSimulators } = await import('../../../devices/simulators/main.ts');
      return { schema: simulatorConfig, start: startSimulators };
    },
  });
  addSimScannerCommand(sim);
  addSimRfidCommand(sim);
  addSimScaleCommand(sim);
  addSimPrinterCommand(sim);
  addSimReplayCommand(sim);
  addSimCarrierCommand(sim);
  addSimWarehouseCommand(sim);
}
