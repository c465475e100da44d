import { expect, test } from 'vitest';
import { assertNodeSupported } from './node-support.ts';

test.each(['20.19.0', '20.20.2', '22.12.0', '22.23.2', '24.0.0', '24.18.1'])(
  'Node %s is taken',
  (version) => {
    expect(() => assertNodeSupported(version)).not.toThrow();
  },
);

test.each(['24.19.0', '24.21.0', '25.0.0', '26.1.0'])('Node %s is refused with a remedy', (version) => {
  expect(() => assertNodeSupported(version)).toThrow(expect.objectContaining({ code: 'NODE_UNSUPPORTED' }));
});
