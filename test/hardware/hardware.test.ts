import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';

/**
 * Our drivers on real kernel devices, in a virtual machine: each job runs there whole and prints a line per case. A job
 * and the product's files that it uses are compiled first, as the guest runs plain Node.
 */
const compiled = join(packageRoot, 'node_modules/.cache/packproof-hardware/test/hardware/jobs');
const guest = join(packageRoot, 'test/hardware/guest.sh');
const needed = ['qemu-system-x86_64', 'busybox', 'cpio', 'depmod', 'apt-get'];

const missing = needed.filter((tool) => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`]);
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0 && process.env.CI === 'true') throw new Error(`not installed: ${missing.join(', ')}`);

interface Case {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

function casesOf(job: string): Promise<{ cases: Case[]; output: string }> {
  return new Promise((resolve) => {
    execFile(
      guest,
      ['run', join(compiled, `${job}.js`)],
      { maxBuffer: 64 * 1024 * 1024 },
      (_error, output) => {
        const lines = output.split('\n').filter((line) => line.includes('CASE {'));
        const cases = lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Case);
        resolve({ cases, output });
      },
    );
  });
}

const suite = missing.length > 0 ? describe.skip : describe;

suite(missing.length > 0 ? `real devices (not installed: ${missing.join(', ')})` : 'real devices', () => {
  beforeAll(() => {
    execFileSync('npx', ['tsc', '-p', 'test/hardware/tsconfig.json'], { cwd: packageRoot });
    execFileSync(guest, ['prepare']);
  }, 300_000);

  test.each([
    { job: 'serial', cases: 4 },
    { job: 'hid-pos', cases: 5 },
    { job: 'keyboard', cases: 4 },
    { job: 'printer', cases: 6 },
  ])('$job', async ({ job, cases }) => {
    const result = await casesOf(job);
    expect(
      result.cases.filter((found) => !found.ok),
      result.output,
    ).toEqual([]);
    expect(result.cases.length, result.output).toBe(cases);
  });
});
