import { defineConfig } from 'vitest/config';

/** Drivers on real kernel devices, in a virtual machine: needs QEMU, and minutes rather than seconds. */
export default defineConfig({
  test: { include: ['test/hardware/*.test.ts'], testTimeout: 300_000, fileParallelism: false },
});
