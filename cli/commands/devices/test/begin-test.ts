import type { DeviceConfig } from '../../../../devices/device-config.ts';
import type { DeviceStateEvent } from '../../../../devices/device-state.ts';
import type { DeviceDeps } from '../../../../devices/open-device.ts';
import { openPrinter } from '../../../../devices/printer/open-printer.ts';
import { openReader } from '../../../../devices/rfid/open-reader.ts';
import { openScale } from '../../../../devices/scale/open-scale.ts';
import { openScanner } from '../../../../devices/scanner/open-scanner.ts';
import { isoInstant } from '../../../../kernel/clock.ts';
import type { DeviceTest, Finding } from './finding.ts';
import { PrinterTest } from './printer-test.ts';
import { ReaderTest } from './reader-test.ts';
import { ScaleTest } from './scale-test.ts';
import { ScannerTest } from './scanner-test.ts';

/** A device that is being tested, from `start` on. */
export interface Trial {
  readonly ask: string | null;
  /** `told` is called after each piece of news, with the state if that is the news. */
  start(told: (state: DeviceStateEvent | null) => void): void;
  isDone(): boolean;
  judge(): readonly Finding[];
  close(): Promise<void>;
}

/** @param prints whether a printer may print. */
export function trialOf(config: DeviceConfig, deps: DeviceDeps, prints: boolean): Trial {
  switch (config.device) {
    case 'scanner': {
      const today = isoInstant(deps.clock.now());
      return tried(openScanner(config.settings, deps), new ScannerTest(config.settings, today));
    }
    case 'rfid':
      return tried(openReader(config.settings, deps), new ReaderTest());
    case 'scale':
      return tried(openScale(config.settings, deps), new ScaleTest());
    case 'printer': {
      const printer = openPrinter(config.settings, deps);
      return tried(printer, new PrinterTest(printer, prints));
    }
  }
}

interface Port<Event> {
  start(listener: (event: Event) => void): void;
  close(): Promise<void>;
}

function tried<Event extends { readonly kind: string }>(
  port: Port<Event | DeviceStateEvent>,
  test: DeviceTest<Event | DeviceStateEvent>,
): Trial {
  return {
    ask: test.ask,
    start: (told) =>
      port.start((event) => {
        test.hear(event);
        told(isState(event) ? event : null);
      }),
    isDone: () => test.isDone(),
    judge: () => test.judge(),
    close: () => port.close(),
  };
}

function isState(event: { readonly kind: string }): event is DeviceStateEvent {
  return event.kind === 'state';
}
