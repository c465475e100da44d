import type { Printer, PrinterEvent, PrintOutcome } from '../../../../devices/printer/printer.ts';
import { groupSeparator } from '../../../../protocols/gs1/element-string.ts';
import { buildLabel } from '../../../../protocols/zpl/label.ts';
import { type DeviceTest, type Finding, fault, ok, warning } from './finding.ts';
import { testCode } from './test-code.ts';

/** Prints a label with the test code of scanners, if it is told to; its status tells the rest. */
export class PrinterTest implements DeviceTest<PrinterEvent> {
  readonly ask = null;
  private readonly printer: Printer;
  private readonly prints: boolean;
  private reasons: readonly string[] = [];
  private started = false;
  private outcome: PrintOutcome | undefined;
  private answered = false;

  constructor(printer: Printer, prints: boolean) {
    this.printer = printer;
    this.prints = prints;
  }

  hear(event: PrinterEvent): void {
    if (event.kind === 'blocked') this.reasons = event.reasons;
    if (event.kind === 'ready') this.reasons = [];
    if (event.kind === 'blocked' || event.kind === 'ready') this.answered = true;
    if (event.kind !== 'state' || event.state !== 'connected') return;
    if (this.prints && !this.started) this.print();
  }

  isDone(): boolean {
    return this.prints ? this.outcome !== undefined : this.answered;
  }

  judge(): readonly Finding[] {
    const blocked = this.reasons.map((reason) =>
      fault(`it cannot print: ${reason}`, 'mend this at the printer'),
    );
    if (this.prints) return [...blocked, this.outcomeFinding()];
    if (blocked.length > 0) return blocked;
    if (this.answered) return [ok('is ready to print')];
    return [fault('did not tell its status in time', 'does it understand ZPL, and answer on this port?')];
  }

  private print(): void {
    this.started = true;
    void this.printer.print({ id: 'test', zpl: testLabel(), labels: 1 }).then((outcome) => {
      this.outcome = outcome;
    });
  }

  private outcomeFinding(): Finding {
    const { outcome } = this;
    switch (outcome?.kind) {
      case 'printed':
        return ok('has printed a test label');
      case 'handed_over':
        return warning('took a test label and confirms nothing', 'look whether it came out');
      case 'not_printed':
        return fault(`has not printed: ${outcome.reason}`);
      case 'unknown':
        return fault(`may have printed or not: ${outcome.reason}`, 'look whether the label came out');
      default:
        return fault('has not printed in time', 'look at the printer; is there paper, and the head closed?');
    }
  }
}

function testLabel(): Uint8Array {
  const data = testCode.beforeGs + groupSeparator + testCode.afterGs;
  const label = buildLabel({
    widthDots: 400,
    heightDots: 240,
    elements: [
      { kind: 'text', x: 20, y: 20, text: 'Packproof: test code', heightDots: 28 },
      { kind: 'gs1-data-matrix', x: 20, y: 70, data, moduleDots: 6 },
    ],
  });
  if (!label.ok) throw new Error(`the test label has faults: ${JSON.stringify(label.faults)}`);
  return Buffer.from(label.zpl, 'latin1');
}
