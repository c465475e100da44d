import { ReadlineParser } from '@serialport/parser-readline';
import { type LineState, lineStep, noLine } from '../../../protocols/scale/lines.ts';
import { encodeSicsWeight, parseSicsCommand } from '../../../protocols/scale/sics.ts';
import { encodeToledoFrame } from '../../../protocols/scale/toledo.ts';
import { type WeightReading, writeDecimal } from '../../../protocols/scale/weight.ts';
import { encodeWeightLine } from '../../../protocols/scale/weight-line.ts';

export type ScaleVoiceSettings =
  | { readonly kind: 'mt-sics' }
  | { readonly kind: 'toledo-continuous'; readonly checksum: boolean }
  /** With `request`, a line that asks it, it sends only then. */
  | { readonly kind: 'line'; readonly request?: string | undefined };

/** The works of the scale behind the voice. */
export interface ScaleWorks {
  reading(): WeightReading;
  tareGrams(): number;
  zero(): 'done' | 'moving' | 'above';
  tare(): 'done' | 'moving' | 'above';
  /** Puts an answer on the wire. */
  say(answer: Buffer): void;
}

/** How a simulated scale speaks. */
export interface ScaleVoice {
  readonly sendsByItself: boolean;
  weight(): Buffer;
  /** Takes bytes of the station; the works say what it answers. */
  hear(bytes: Buffer): void;
}

export function voiceOf(settings: ScaleVoiceSettings, works: ScaleWorks): ScaleVoice {
  switch (settings.kind) {
    case 'mt-sics':
      return sicsVoice(works);
    case 'toledo-continuous':
      return toledoVoice(settings.checksum, works);
    case 'line':
      return lineVoice(settings.request, works);
  }
}

const ascii = (text: string) => Buffer.from(text, 'latin1');

/** Hears lines that end with CR, LF or both. */
function lineHearer(heard: (line: string) => void): (bytes: Buffer) => void {
  let state: LineState = noLine;
  return (bytes) => {
    const step = lineStep(state, bytes);
    state = step.state;
    for (const event of step.events) if (event.kind === 'line') heard(event.text);
  };
}

/** Hears lines as MT-SICS ends them. */
function sicsHearer(heard: (line: string) => void): (bytes: Buffer) => void {
  const lines = new ReadlineParser({ delimiter: '\r\n', encoding: 'latin1' });
  lines.on('data', heard);
  return (bytes) => {
    lines.write(bytes);
  };
}

function sicsVoice(works: ScaleWorks): ScaleVoice {
  const weight = () => encodeSicsWeight(works.reading());
  const answer = (line: string): string => {
    const command = parseSicsCommand(line);
    if (!command.ok) return 'ES\r\n';
    switch (command.value.name) {
      case 'S':
      case 'SI':
        return weight();
      case 'TA':
        return `TA A ${tareText(works)} kg\r\n`;
      case 'Z':
      case 'T':
        return commandAnswer(command.value.name, works);
      case 'I2':
        return 'I2 A "Simulated Scale 30.000 kg"\r\n';
      case 'I4':
        return 'I4 A "SIM0001"\r\n';
      default:
        return 'EL\r\n';
    }
  };
  return {
    sendsByItself: false,
    weight: () => ascii(weight()),
    hear: sicsHearer((line) => works.say(ascii(answer(line)))),
  };
}

function commandAnswer(name: 'Z' | 'T', works: ScaleWorks): string {
  const result = name === 'Z' ? works.zero() : works.tare();
  if (result === 'moving') return `${name} I\r\n`;
  if (result === 'above') return `${name} +\r\n`;
  return name === 'Z' ? 'Z A\r\n' : `T S ${tareText(works)} kg\r\n`;
}

function tareText(works: ScaleWorks): string {
  return writeDecimal({ digits: works.tareGrams(), decimals: 3 }).padStart(10);
}

function toledoVoice(checksum: boolean, works: ScaleWorks): ScaleVoice {
  const weight = () => {
    const reading = works.reading();
    return Buffer.from(encodeToledoFrame({ checksum }, reading, works.tareGrams()) ?? []);
  };
  return {
    sendsByItself: true,
    weight,
    hear: (bytes) => {
      for (const letter of bytes.toString('latin1')) obey(letter, works);
    },
  };
}

function lineVoice(request: string | undefined, works: ScaleWorks): ScaleVoice {
  const weight = () => encodeWeightLine(works.reading());
  const heard = (line: string) => {
    obey(line, works);
    if (request !== undefined && line === request) works.say(ascii(weight()));
  };
  return {
    sendsByItself: request === undefined,
    weight: () => ascii(weight()),
    hear: lineHearer(heard),
  };
}

function obey(letter: string, works: ScaleWorks): void {
  if (letter === 'Z') works.zero();
  if (letter === 'T') works.tare();
}
