import { expect, test } from 'vitest';
import { faultOfJob } from './check-job.ts';

const faultOf = (zpl: string, labels: number) => faultOfJob({ id: 'j', zpl: Buffer.from(zpl), labels });

test.each([
  ['^XA^FDa^FS^XZ', 1],
  ['^XA^FDa^FS^PQ3^XZ\n^XA^FDb^FS^XZ\n', 4],
  ['~DGR:LOGO.GRF,2,1,FFFF\n^XA^XGR:LOGO.GRF^FS^XZ', 1],
])('takes %j with %i labels', (zpl, labels) => {
  expect(faultOf(zpl, labels)).toBeNull();
});

test.each([
  ['^XA^FDa^FS^XZ', 2, 'it has 1 labels, not 2'],
  ['', 0, 'it has 0 labels, not 0'],
  ['^XA^FDa^FS', 1, 'its last label has no end (^XZ)'],
  ['^XA^XA^FDa^FS^XZ', 1, 'XA at 3: expected ^XZ before the next format'],
  ['^XA^XZ~JA', 1, 'it holds more than labels: cancel-all'],
  ['^XA~HS^XZ', 1, 'it holds more than labels: host-status'],
])('refuses %j with %i labels', (zpl, labels, reason) => {
  expect(faultOf(zpl, labels)).toBe(reason);
});
