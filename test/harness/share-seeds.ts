import { type ChildProcess, spawn } from 'node:child_process';

interface SharedSeeds {
  /** The file of the program that runs a part of them by `--seed`, `--schedules` and `--jobs 1`. */
  readonly program: string;
  readonly first: number;
  readonly count: number;
  readonly jobs: number;
  /** What else each process is given. */
  readonly options: readonly string[];
  /** What a process says at its end of what it met. */
  readonly onReport: (report: unknown) => void;
}

/** One process for each part of the seeds; the first that finds something ends the others. @returns whether none did. */
export async function shareSeeds(shared: SharedSeeds): Promise<boolean> {
  const { program, first, count, jobs, options, onReport } = shared;
  const each = Math.ceil(count / jobs);
  const children: ChildProcess[] = [];
  const codes = Array.from({ length: jobs }, (_, job) => {
    const part = Math.min(each, count - job * each);
    if (part <= 0) return 0;
    const own = ['--seed', String(first + job * each), '--schedules', String(part), '--jobs', '1'];
    const child = spawn(process.execPath, ['--import', 'tsx', program, ...own, ...options], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    child.on('message', onReport);
    return new Promise<number>((resolve) => {
      child.once('exit', (code) => {
        if (code === 1) for (const other of children) other.kill();
        resolve(code ?? 0);
      });
    });
  });
  return (await Promise.all(codes)).every((code) => code === 0);
}
