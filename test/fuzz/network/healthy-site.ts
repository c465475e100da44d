import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../kernel/package-root.ts';
import { Child } from '../../harness/child.ts';

const seen = z.object({
  /** Facts that were acknowledged so far, of the station with the fewest. */
  heard: z.number(),
  /** Facts that were sent and not acknowledged. */
  open: z.number(),
  /** How often a connection was lost. */
  losses: z.number(),
  /** Milliseconds from a fact to its acknowledgement, since the last look. */
  latencies: z.array(z.number()),
});
export type Seen = z.output<typeof seen>;

/** The healthy stations of a site in a process of their own (healthy-program.ts). */
export class HealthySite extends Child {
  private readonly answers: ((line: string) => void)[];

  constructor(options: { folder: string; site: string; mqttPort: number; count: number }) {
    const answers: ((line: string) => void)[] = [];
    super({
      name: 'healthy stations',
      args: [
        ...['--import', 'tsx', join(packageRoot, 'test/fuzz/network/healthy-program.ts')],
        options.site,
        `mqtt://127.0.0.1:${options.mqttPort}`,
        String(options.count),
      ],
      logFile: join(options.folder, 'healthy.log'),
      onLine: (line) => answers.shift()?.(line),
    });
    this.answers = answers;
  }

  /** What they have seen since the last look. */
  async look(how: 'look' | 'rest' = 'look'): Promise<Seen> {
    const line = new Promise<string>((resolve) => this.answers.push(resolve));
    this.tell(how);
    return seen.parse(JSON.parse(await line));
  }
}
