import { execFile } from 'node:child_process';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../../kernel/package-root.ts';
import { freePorts } from '../../../../test/harness/ports.ts';
import { addSimWarehouseCommand } from './sim-warehouse-command.ts';

function warehouse(): Command {
  const sim = new Command('sim').exitOverride().configureOutput({ writeErr: () => {} });
  addSimWarehouseCommand(sim);
  for (const command of sim.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  return sim;
}
const simulate = (...args: string[]) =>
  warehouse().parseAsync(['warehouse', '--seconds', '0', ...args], { from: 'user' });

test('what opens a door is given in a file, as everyone on a machine sees its list of processes', async () => {
  const options = warehouse().commands[0]?.options ?? [];
  const secrets = options.filter(({ flags }) => /token|secret|code|password/.test(flags));
  expect(secrets.map(({ flags }) => flags)).toEqual([
    '--token-file <file>',
    '--station-token-file <file>',
    '--subscriber-token-file <file>',
  ]);
  const gateway = ['--mqtt', 'mqtt://127.0.0.1:1883'];
  for (const option of ['--station-token-file', '--subscriber-token-file', '--ca'])
    await expect(simulate(...gateway, option, '/nowhere/x')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: '/nowhere/x: it is not there',
    });
});

test('an address that is none is refused with an example, and handhelds need the address of theirs', async () => {
  for (const [option, example] of [
    ['--mqtt', 'mqtt://127.0.0.1:1883'],
    ['--http', 'http://127.0.0.1:8081'],
    ['--web-socket', 'wss://'],
  ] as const)
    await expect(simulate(option, 'nonsense')).rejects.toMatchObject({
      code: 'commander.invalidArgument',
      message: expect.stringContaining(example),
    });
  await expect(simulate('--mqtt', 'mqtt://127.0.0.1:1883', '--handhelds', '1')).rejects.toMatchObject({
    code: 'OPTIONS_INCOMPLETE',
  });
});

test('a gateway that is not there ends it, and the person is told which', async () => {
  const [port = 0] = await freePorts(1);
  const url = `mqtt://127.0.0.1:${port}`;
  const program = ['--import', 'tsx', 'cli/main.ts', 'sim', 'warehouse', '--mqtt', url, '--unsigned'];
  const { code, told } = await new Promise<{ code: unknown; told: string }>((resolve) =>
    execFile(process.execPath, program, { cwd: packageRoot }, (error, _out, told) =>
      resolve({ code: error?.code, told }),
    ),
  );
  expect(code).toBe(1);
  expect(told).toContain(`a subscriber cannot connect to ${url}`);
  expect(told).not.toContain('    at ');
});
