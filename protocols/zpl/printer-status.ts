import type { HostStatus, PrintMode } from './host-status.ts';

/** The state of a printer, whatever it was asked by. */
export interface PrinterStatus {
  /** It prints what it gets now. */
  readonly ready: boolean;
  readonly paperOut: boolean;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  readonly paused: boolean;
  readonly bufferFull: boolean;
  /** A label has begun and its end has not come. */
  readonly partialFormat: boolean;
  readonly corruptRam: boolean;
  readonly underTemperature: boolean;
  readonly overTemperature: boolean;
  /** A printed label waits to be taken. */
  readonly labelWaiting: boolean;
  readonly labelsRemaining: number;
  readonly formatsInBuffer: number;
  readonly labelLengthDots: number;
  readonly printMode: PrintMode;
}

/** What stops a printer, most urgent first, with what a person is told. */
const obstacles: readonly (readonly [name: keyof PrinterStatus, text: string])[] = [
  ['headOpen', 'the print head is open'],
  ['paperOut', 'labels are out'],
  ['ribbonOut', 'the ribbon is out'],
  ['overTemperature', 'the print head is too hot'],
  ['underTemperature', 'the print head is too cold'],
  ['corruptRam', 'the configuration is lost'],
  ['bufferFull', 'the buffer is full'],
  ['paused', 'the printer is paused'],
];

export function printerStatusOf(status: HostStatus): PrinterStatus {
  const { paperOut, headOpen, ribbonOut, paused, bufferFull, partialFormat, corruptRam } = status;
  const { underTemperature, overTemperature, labelWaiting, labelsRemaining, formatsInBuffer } = status;
  const { labelLengthDots, printMode } = status;
  const found = {
    ready: true,
    paperOut,
    headOpen,
    ribbonOut,
    paused,
    bufferFull,
    partialFormat,
    corruptRam,
    underTemperature,
    overTemperature,
    labelWaiting,
    labelsRemaining,
    formatsInBuffer,
    labelLengthDots,
    printMode,
  };
  return { ...found, ready: obstaclesOf(found).length === 0 };
}

/** What a person has to do something about; empty when the printer is ready. */
export function obstaclesOf(status: PrinterStatus): string[] {
  return obstacles.flatMap(([name, text]) => (status[name] === true ? [text] : []));
}
