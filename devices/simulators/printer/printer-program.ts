import type { Clock } from '../../../kernel/clock.ts';
import type { Place } from '../scanner-peers.ts';
import { LabelPictures } from './label-pictures.ts';
import { type PrinterWire, tcpWire, terminalWire } from './printer-wires.ts';
import { type Obstacle, SimulatedPrinter } from './simulated-printer.ts';

export interface PrinterProgramSettings {
  /** Where it listens, or where the link to its pseudo-terminal appears. */
  readonly at: Place | { readonly link: string };
  readonly labelMs: number;
  readonly dotsPerMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly counts: boolean;
  /** Where the pictures of the labels go; none are drawn without it. */
  readonly folder?: string | undefined;
}

export interface PrinterProgram {
  readonly wire: PrinterWire;
  /** Does what a line says; answers what it knows if it does not know that. */
  obey(line: string): Promise<string | null>;
  stop(): Promise<void>;
}

const obstacles: Readonly<Record<string, Obstacle>> = {
  paper: 'paperOut',
  head: 'headOpen',
  ribbon: 'ribbonOut',
  pause: 'paused',
};
const known =
  'paper out|in, head open|closed, ribbon out|in, pause on|off, cancel, silent on|off, restart, reset BYTES';
const downMs = 6_000;

/** A simulated printer as a program: what it prints is told, and drawn; lines tell it what goes wrong. */
export function printerProgram(
  settings: PrinterProgramSettings,
  clock: Clock,
  tell: (news: object) => void,
): PrinterProgram {
  const { folder, at } = settings;
  const pictures = folder === undefined ? null : new LabelPictures({ ...settings, folder, tell });
  const printed = (zpl: Uint8Array, label: number) => {
    tell({ label, bytes: zpl.length });
    pictures?.add(zpl, label);
  };
  const device = new SimulatedPrinter({ ...settings, printed }, clock);
  const wire = 'link' in at ? terminalWire(at.link, device) : tcpWire(at, device);
  const restart = async () => {
    device.restart();
    await wire.unplug();
    clock.after(downMs, () => void wire.plug());
  };
  return {
    wire,
    obey: async (line) => {
      const [word = '', state = ''] = line.trim().toLowerCase().split(/\s+/);
      const obstacle = obstacles[word];
      const on = /^(out|open|on)$/.test(state);
      if (obstacle !== undefined && /^(out|in|open|closed|on|off)$/.test(state)) device.set(obstacle, on);
      else if (word === 'silent' && /^(on|off)$/.test(state)) device.silent = on;
      else if (word === 'cancel') device.cancelAll();
      else if (word === 'restart') await restart();
      else if (word === 'reset' && /^[1-9]\d{0,8}$/.test(state)) wire.resetAfter(Number(state));
      else return known;
      return null;
    },
    stop: async () => {
      await wire.unplug();
      await pictures?.finish();
    },
  };
}
