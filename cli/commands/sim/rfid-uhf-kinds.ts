import { systemClock } from '../../../kernel/clock.ts';
import type { RfidKind } from './rfid-kind.ts';

/** A kind of serial module; the first model is the usual one. */
function uhfKind(models: readonly ('thingmagic' | 'uhfreader288' | 'uhfreader18' | 'yrm100')[]): RfidKind {
  return {
    faults: async () => (await import('../../../devices/simulators/uhf-module/wire-faults.ts')).wireFaults,
    models: async () => models,
    start: async ({ link, model, tags, rate }) => {
      const { createUhfModule } = await import('../../../devices/simulators/uhf-module/uhf-module.ts');
      const { wireFaults } = await import('../../../devices/simulators/uhf-module/wire-faults.ts');
      const { tagEpc } = await import('../../../devices/simulators/llrp-reader/tag-field.ts');
      const kind = models.find((name) => name === model) ?? models[0];
      if (link === undefined || kind === undefined) throw new Error('it needs --link');
      const field = Array.from({ length: tags }, (_, index) => ({
        epc: tagEpc(index + 1),
        antenna: 1,
        rssiDbm: -55 - (index % 20),
      }));
      const module = createUhfModule({ kind, link, tags: field, ratePerSecond: rate, clock: systemClock });
      module.plug();
      return {
        address: module.address,
        inject: (name) => {
          const fault = wireFaults.find((known) => known === name);
          if (fault !== undefined) module.inject(fault);
        },
        stop: async () => module.unplug(),
      };
    },
  };
}

export const uhfKinds = {
  thingmagic: uhfKind(['thingmagic']),
  chafon: uhfKind(['uhfreader288', 'uhfreader18']),
  yrm100: uhfKind(['yrm100']),
} satisfies Record<string, RfidKind>;
