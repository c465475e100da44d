import { fork } from 'node:child_process';
import { type PacedPlan, type PacedResult, publishAtPace } from './paced-load.ts';
import { type LoadPlan, preparePublishers } from './prepared-publishers.ts';
import { type LoadResult, publishAll } from './publisher-load.ts';

/** What the process of the publishers is told: the same load for each of the ports, one after the other. */
type Order =
  | { readonly kind: 'all'; readonly ports: readonly number[]; readonly plan: LoadPlan }
  | { readonly kind: 'paced'; readonly ports: readonly number[]; readonly plan: PacedPlan };

/** Publishes a load as fast as each of the ports takes it. @returns a result for each. */
export function publishToAll(ports: readonly number[], plan: LoadPlan): Promise<LoadResult[]> {
  return inProcess<LoadResult>({ kind: 'all', ports, plan });
}

/** Publishes a load to each of the ports in its pace. @returns a result for each. */
export function publishInPace(ports: readonly number[], plan: PacedPlan): Promise<PacedResult[]> {
  return inProcess<PacedResult>({ kind: 'paced', ports, plan });
}

/** The publishers in a process of their own. */
function inProcess<Result>(order: Order): Promise<Result[]> {
  const child = fork(process.argv[1] ?? '', ['bench-load'], { execArgv: process.execArgv });
  child.send(order);
  const results = new Promise<Result[]>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Result[]));
    child.once('exit', (code) => reject(new Error(`the publishers ended with ${code}`)));
  });
  return results.finally(() => child.kill());
}

/** The process itself: it answers with the results. */
export async function runPublishers(): Promise<void> {
  const order = await new Promise<Order>((resolve) => {
    process.once('message', (message) => resolve(message as Order));
  });
  const prepared = preparePublishers(order.plan);
  const results = [];
  for (const port of order.ports)
    results.push(
      order.kind === 'all'
        ? await publishAll(port, order.plan, prepared)
        : await publishAtPace(port, order.plan, prepared),
    );
  process.send?.(results);
}
