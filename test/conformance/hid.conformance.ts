import { expect, test } from 'vitest';
import { posLayout } from '../../protocols/hid/pos-layout.ts';
import { idlePosScanner, type PosEvent, posStep } from '../../protocols/hid/pos-scanner.ts';
import { parseReportDescriptor } from '../../protocols/hid/report-descriptor.ts';
import { accepted } from '../../protocols/hid/testing-descriptors.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

interface HidVector {
  readonly layout: string;
  readonly descriptor: string;
  readonly reports: readonly string[];
  readonly aim: string;
  readonly data: string;
}

describeVectors('HID POS reports', () => {
  const count = countVectors('HID POS reports');
  const vectors: readonly HidVector[] = JSON.parse(readVector('hid/hid-pos.json'));

  test.each(vectors)('$layout', ({ descriptor, reports, aim, data }) => {
    count.try(() => {
      const layout = accepted(posLayout(accepted(parseReportDescriptor(bytesOf(descriptor)))));
      const events: PosEvent[] = [];
      let state = idlePosScanner;
      for (const report of reports) {
        const step = posStep(layout, state, bytesOf(report));
        state = step.state;
        events.push(...step.events);
      }
      const text = aim + Buffer.from(data, 'hex').toString();
      expect(events).toEqual([{ kind: 'scan', aim, data: bytesOf(data), text }]);
      expect(state).toEqual(idlePosScanner);
    });
  });
});

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
