import type { Command } from 'commander';
import type { DeviceStateEvent } from '../../../devices/device-state.ts';
import { exitCodes } from '../../exit-codes.ts';
import { addDeviceOptions, type DeviceOptions, nameOneDevice } from './device-options.ts';
import { positive } from './option-values.ts';
import { visible } from './scan-words.ts';
import { remedyFor } from './state-words.ts';
import type { Trial } from './test/begin-test.ts';
import { type Finding, fault, ok } from './test/finding.ts';
import { type Stop, untilStopped } from './until-stopped.ts';
import { quietDeps } from './watch-command.ts';

interface TestOptions extends DeviceOptions {
  readonly timeout: number;
  readonly print?: boolean;
  readonly json?: boolean;
}

const lookMs = 50;

export function addTestCommand(devices: Command): void {
  const command = devices
    .command('test')
    .description(
      'try one device with a person at it: exit code 0 if it passes, 1 if not, and what would mend it',
    )
    .argument('<device>', 'an id of --config, or an address');
  addDeviceOptions(command)
    .option('--timeout <seconds>', 'how long it may take', positive, 30)
    .option('--print', 'a printer: print a label with the test code for scanners')
    .option('--json', 'print the result as JSON')
    .action((word: string, options: TestOptions) => test(word, options));
}

async function test(word: string, options: TestOptions): Promise<void> {
  const { id, config } = await nameOneDevice(word, options);
  const { trialOf } = await import('./test/begin-test.ts');
  const trial = trialOf(config, quietDeps(), options.print === true);
  const findings = await findingsOf(id, trial, untilStopped(options.timeout));
  await trial.close();
  const passed = findings.every(({ level }) => level !== 'fault');
  if (!passed) process.exitCode = exitCodes.failed;
  const text =
    options.json === true
      ? `${JSON.stringify({ v: 1, device: id, passed, findings })}\n`
      : asText(id, passed, findings);
  process.stdout.write(text);
}

async function findingsOf(id: string, trial: Trial, stop: Stop): Promise<readonly Finding[]> {
  let last: DeviceStateEvent | undefined;
  let wasConnected = false;
  trial.start((state) => {
    last = state ?? last;
    if (state?.state !== 'connected' || wasConnected) return;
    wasConnected = true;
    if (trial.ask !== null) process.stderr.write(`${id} is connected: ${trial.ask}\n`);
  });
  const looking = setInterval(() => {
    if (trial.isDone()) stop.end();
  }, lookMs);
  await stop.over;
  clearInterval(looking);
  return wasConnected ? [ok('is connected'), ...trial.judge()] : [connectionFault(last), ...trial.judge()];
}

function connectionFault(last: DeviceStateEvent | undefined): Finding {
  const advice = 'is it plugged in and switched on?';
  if (last === undefined) return fault('did not connect in time', advice);
  return fault(`did not connect: ${visible(last.detail ?? last.state)}`, remedyFor(last) ?? advice);
}

const marks = { ok: 'ok     ', warning: 'WARNING', fault: 'FAULT  ' } as const;

function asText(device: string, passed: boolean, findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ level, text, advice }) => [
    `${marks[level]}  ${text}`,
    ...(advice === undefined ? [] : [`         ! ${advice}`]),
  ]);
  return `${[...lines, `${device}: ${passed ? 'passed' : 'NOT passed'}`].join('\n')}\n`;
}
