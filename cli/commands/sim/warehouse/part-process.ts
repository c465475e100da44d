import { type ChildProcess, fork } from 'node:child_process';
import { cliErrors } from '../../../cli-errors.ts';
import type { PartAssignment, PartCommand, PartNews } from './part-messages.ts';

/** A process of the simulated warehouse, as the one that started it sees it. */
export interface PartProcess<Tally> {
  /** What it said last; undefined before its first word. */
  readonly tally: () => Tally | undefined;
  /** Resolves when it has settled everything after a stop. */
  readonly done: Promise<void>;
  tell(command: PartCommand): void;
  kill(): void;
}

/** Starts a process and resolves when it is ready to go. @throws SIMULATION_FAILED if it ends before. */
export async function startPart<Tally>(assignment: PartAssignment): Promise<PartProcess<Tally>> {
  const program = process.argv[1] ?? '';
  const child = fork(program, ['sim', 'warehouse-part'], { execArgv: process.execArgv });
  let latest: Tally | undefined;
  let end = () => {};
  const done = new Promise<void>((resolve, reject) => {
    end = resolve;
    child.once('exit', () => reject(failed(assignment, child)));
  });
  // Who waits for it hears of the failure; before that, nobody does.
  done.catch(() => {});
  const ready = new Promise<void>((resolve) => {
    child.on('message', (news: PartNews) => {
      if (news.kind === 'ready') return resolve();
      latest = news.tally as Tally;
      if (news.kind === 'done') end();
    });
  });
  child.send(assignment);
  await Promise.race([ready, done]);
  return {
    tally: () => latest,
    done,
    tell: (command) => void (child.connected && child.send(command)),
    kill: () => void child.kill('SIGKILL'),
  };
}

function failed(assignment: PartAssignment, child: ChildProcess) {
  const how = child.signalCode ?? `code ${child.exitCode}`;
  return cliErrors.fault('SIMULATION_FAILED', `a process of the ${assignment.role} ended with ${how}`);
}
