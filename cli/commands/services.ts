import type { Command } from 'commander';
import { addServiceCommand } from './service-command.ts';

export function addCentralCommand(program: Command): void {
  addServiceCommand(program, {
    command: 'central',
    section: 'central',
    description: 'order to cash: orders, credit, stock, invoices, payments',
    load: async () => {
      const { centralConfig, startCentral } = await import('../../central/main.ts');
      return { schema: centralConfig, start: startCentral };
    },
  });
}

export function addGatewayCommand(program: Command): void {
  addServiceCommand(program, {
    command: 'gateway',
    section: 'gateway',
    description: "a site's broker, fact log and replica of work",
    load: async () => {
      const { gatewayConfig, startGateway } = await import('../../gateway/main.ts');
      return { schema: gatewayConfig, start: startGateway };
    },
  });
}

export function addCloudSyncCommand(program: Command): void {
  addServiceCommand(program, {
    command: 'cloud-sync',
    section: 'cloudSync',
    description: 'carries facts from a gateway to central, and work back',
    load: async () => {
      const { cloudSyncConfig, startCloudSync } = await import('../../cloud-sync/main.ts');
      return { schema: cloudSyncConfig, start: startCloudSync };
    },
  });
}

export function addEdgeCommand(program: Command): void {
  addServiceCommand(program, {
    command: 'edge',
    section: 'edge',
    description: 'the agent of one pack station and its scanners',
    load: async () => {
      const { keepMemorySmall } = await import('../keep-memory-small.ts');
      keepMemorySmall();
      const { edgeConfig, startEdge } = await import('../../edge/main.ts');
      return { schema: edgeConfig, start: startEdge };
    },
  });
}
