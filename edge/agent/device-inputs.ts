import type { DeviceStateEvent } from '../../devices/device-state.ts';
import type { Scanner, ScannerEvent } from '../../devices/scanner/scanner.ts';
import type { Log } from '../../kernel/log.ts';
import type { DeviceReport } from '../../protocols/wire/status.ts';
import type { Reading } from '../fulfilment/bounce.ts';
import { hexWithoutPin } from '../fulfilment/people/pin-mask.ts';
import type { DeviceBoard } from './device-board.ts';
import type { Garbled } from './garbled-reading.ts';
import { readingOf, type StationInput } from './station-inputs.ts';

/** What devices tell, put into the one queue of the station. */
export interface DeviceInputPorts {
  readonly board: DeviceBoard;
  readonly log: Log;
  now(): string;
  /** @returns false if the queue is full. */
  read(reading: Reading, scanner: Scanner): boolean;
  garbled(garbled: Garbled, stored: () => void): boolean;
  changed(change: DeviceChange, at: string): void;
}

interface DeviceChange {
  readonly device: string;
  readonly kind: DeviceReport['kind'];
  readonly state: DeviceStateEvent['state'];
  readonly detail?: string;
}

/** The scanners of a station, and the condition of all of its devices. */
export class DeviceInputs {
  private readonly inputs: readonly StationInput[];
  private readonly ports: DeviceInputPorts;

  constructor(inputs: readonly StationInput[], ports: DeviceInputPorts) {
    this.inputs = inputs;
    this.ports = ports;
  }

  start(): void {
    for (const input of this.inputs) {
      const { kind, scanner } = input;
      this.ports.board.add(scanner.id, kind, scanner.address);
      scanner.start((event) => this.heard(input, event));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.inputs.map(({ scanner }) => scanner.close()));
  }

  deviceChanged(device: string, kind: DeviceReport['kind'], event: DeviceStateEvent): void {
    const { state } = event;
    const detail = event.detail?.slice(0, 400);
    this.ports.board.changed(device, state, detail);
    this.ports.changed(
      { device, kind, state, ...(detail === undefined ? {} : { detail }) },
      this.ports.now(),
    );
  }

  /** @returns false for a scan that was not taken, so that its scanner tells the person. */
  private heard(input: StationInput, event: ScannerEvent): boolean {
    const { kind, scanner } = input;
    switch (event.kind) {
      case 'scan':
        return this.scanned(input, event);
      case 'garbled':
        return this.garbled(scanner, event);
      case 'state':
        this.deviceChanged(scanner.id, kind, event);
        return true;
    }
  }

  private scanned(input: StationInput, event: Extract<ScannerEvent, { kind: 'scan' }>): boolean {
    const { board, log } = this.ports;
    const device = input.scanner.id;
    board.count(device, 'scans');
    const taken = this.ports.read(readingOf(input, event, this.ports.now()), input.scanner);
    if (taken) return true;
    board.count(device, 'dropped');
    log.error({ event: 'scan.dropped', device }, 'a reading was not taken: too many wait to be stored');
    return false;
  }

  private garbled(scanner: Scanner, event: Extract<ScannerEvent, { kind: 'garbled' }>): boolean {
    const { board, log } = this.ports;
    const device = scanner.id;
    board.count(device, 'garbled');
    const hex = hexWithoutPin(event.hex);
    log.warn({ event: 'scanner.garbled', device, bytes: event.bytes, hex }, event.reason);
    return this.ports.garbled({ ...event, device, at: this.ports.now() }, () => scanner.signal('refused'));
  }
}
