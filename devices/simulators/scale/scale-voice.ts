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
}

/** How a simulated scale speaks. */
export interface ScaleVoice {
  readonly sendsByItself: boolean;
  weight(): Buffer;
  /** What it answers to bytes of the station. */
  hear(bytes: Buffer): Buffer[];
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

/** Calls `answer` for each line that has come. */
function lineHearer(answer: (line: string) => string | null): (bytes: Buffer) => Buffer[] {
  let state: LineState = noLine;
  return (bytes) => {
    const step = lineStep(state, bytes);
    state = step.state;
    return step.events.flatMap((event) => {
      const text = event.kind === 'line' ? answer(event.text) : null;
      return text === null ? [] : [ascii(text)];
    });
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
  return { sendsByItself: false, weight: () => ascii(weight()), hear: lineHearer(answer) };
}

function commandAnswer(name: 'Z' | 'T', works: ScaleWorks): string {
  const result = name === 'Z' ? works.zero() : works.tare();
  if (result === 'moving') return `${name} I\r\n`;
  if (result === 'above') return `${name} +\r\n`;
  const tare = writeDecimal({ digits: works.tareGrams(), decimals: 3 });
  return name === 'Z' ? 'Z A\r\n' : `T S ${tare.padStart(10)} kg\r\n`;
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
      return [];
    },
  };
}

function lineVoice(request: string | undefined, works: ScaleWorks): ScaleVoice {
  const weight = () => encodeWeightLine(works.reading());
  const answer = (line: string): string | null => {
    obey(line, works);
    return request !== undefined && line === request ? weight() : null;
  };
  return {
    sendsByItself: request === undefined,
    weight: () => ascii(weight()),
    hear: lineHearer(answer),
  };
}

function obey(letter: string, works: ScaleWorks): void {
  if (letter === 'Z') works.zero();
  if (letter === 'T') works.tare();
}
