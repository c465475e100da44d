import type { GarbledEvent } from '../../../../devices/device-state.ts';
import type { ScannerEvent } from '../../../../devices/scanner/scanner.ts';
import type { ScannerConfig } from '../../../../devices/scanner/scanner-config.ts';
import { elementLine } from '../gs1-words.ts';
import { type ScanWords, scanWords, sendIdentifiers, transmitFnc1, visible } from '../scan-words.ts';
import { garbledLines } from '../state-words.ts';
import { type DeviceTest, type Finding, fault, ok, warning } from './finding.ts';
import { readTestCode, type TestCodeReading } from './test-code.ts';

/** One scan is enough: what is wrong with a scanner is wrong with each. */
export class ScannerTest implements DeviceTest<ScannerEvent> {
  readonly ask = 'scan a code, best the test code of the label that "devices test PRINTER --print" prints';
  private readonly config: ScannerConfig;
  private readonly today: string;
  private scanned: string | undefined;
  private garbled: GarbledEvent | undefined;

  constructor(config: ScannerConfig, today: string) {
    this.config = config;
    this.today = today;
  }

  hear(event: ScannerEvent): void {
    if (event.kind === 'scan') this.scanned ??= event.text;
    if (event.kind === 'garbled') this.garbled ??= event;
  }

  isDone(): boolean {
    return this.scanned !== undefined || this.garbled !== undefined;
  }

  judge(): readonly Finding[] {
    if (this.garbled !== undefined) return [garbledFinding(this.garbled)];
    if (this.scanned === undefined) return [fault('nothing was scanned in time', this.silenceAdvice())];
    const words = scanWords(this.scanned, this.today);
    return [ok(`read ${visible(words.text)}`), this.identifierFinding(words), ...this.contentFindings(words)];
  }

  private silenceAdvice(): string {
    switch (this.config.kind) {
      case 'serial':
      case 'ssi':
        return `does the scanner send to this port (USB serial, or RS-232), at ${this.config.baudRate} bits per second?`;
      case 'hid-pos':
        return 'is the scanner set to "HID POS" (USB bar code scanner), and not to keyboard?';
      case 'keyboard':
        return 'is the scanner set to type, with Enter or Tab at the end of a code?';
      default:
        return 'does the scanner send to this address and port, and does no firewall stand between?';
    }
  }

  private identifierFinding({ symbology }: ScanWords): Finding {
    if (symbology !== null) return ok(`says what it read: ${symbology.name} (${symbology.identifier})`);
    if (!this.config.aim) return ok('sends no symbology identifier, as is set (aim: false)');
    return warning('sends no symbology identifier', sendIdentifiers);
  }

  private contentFindings(words: ScanWords): readonly Finding[] {
    const text = words.symbology === null ? words.text : words.text.slice(3);
    const layout = this.config.kind === 'keyboard' ? this.config.layout : null;
    const known = readTestCode(text, layout);
    if (known !== null) return testCodeFindings(known, this.config.kind === 'keyboard');
    const { elements, refusal, advice } = words;
    if (refusal !== null) return [fault(`the code is refused: ${refusal.message}`, advice)];
    if (advice !== null) return [fault('the code is not what its symbol holds', advice)];
    if (elements.length === 0) return [ok('holds text that is no GS1 code')];
    return [ok(`holds ${elements.map(elementLine).join(', ')}`)];
  }
}

function garbledFinding(event: GarbledEvent): Finding {
  const [first, bytes, text] = garbledLines(event);
  const advice = garbledLines(event)[3]?.replace(/^ *! /, '');
  return fault(
    `what came is no scan: ${[first, bytes, text].map((line) => line?.trim()).join(' | ')}`,
    advice ?? 'does the framing fit what the scanner sends before and after a code?',
  );
}

function testCodeFindings(
  { separator, typedIn, capsLock }: TestCodeReading,
  types: boolean,
): readonly Finding[] {
  return [
    ...(typedIn.length === 0 && !capsLock ? [ok('gives the test code character by character')] : []),
    ...(capsLock
      ? [fault('letters are of the other case', 'Caps Lock is on, or the scanner changes case')]
      : []),
    ...(typedIn.length === 0 ? [] : [layoutFinding(typedIn.join(' or '), types)]),
    separatorFinding(separator),
  ];
}

function layoutFinding(layout: string, types: boolean): Finding {
  return fault(
    `characters are exchanged as by a scanner that types in the layout ${layout}`,
    types
      ? `set layout to ${layout}, or the scanner to the layout that is set`
      : 'set the scanner to the layout of the computer that it types on',
  );
}

function separatorFinding(separator: string): Finding {
  if (separator === '\x1d') return ok('gives the separator as GS');
  if (separator === '') return fault('the separator (GS) between two elements is lost', transmitFnc1);
  const shown = visible(separator);
  return fault(`the separator comes as ${shown}`, `set gs to "${shown}"`);
}
