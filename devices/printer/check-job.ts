import { createPrintStream } from '../../protocols/zpl/print-stream.ts';
import type { PrintJob } from './printer.ts';

/**
 * Why a job must not be sent; null if it may. A format without its end would swallow the next job, and a wrong number of
 * labels would be taken for a fault of the printer.
 */
export function faultOfJob({ zpl, labels }: PrintJob): string | null {
  const stream = createPrintStream();
  let found = 0;
  for (const request of stream.push(zpl)) {
    if (request.kind === 'fault')
      return `${request.field} at ${request.offset}: expected ${request.expected}`;
    if (request.kind === 'label') found += request.quantity;
    // Graphics that carriers' labels bring along are as good as a part of them; questions and controls are not.
    else if (request.kind !== 'other') return `it holds more than labels: ${request.kind}`;
  }
  if (stream.isPartial()) return 'its last label has no end (^XZ)';
  return found === labels && found > 0 ? null : `it has ${found} labels, not ${labels}`;
}
