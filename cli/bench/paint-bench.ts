import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { WorkReplica } from '../../edge/work/replica.ts';
import { callService } from '../call-service.ts';
import { startChild } from '../child-service.ts';
import { benchWork, labelOf, scansOf } from './bench-work.ts';
import { peerPackage } from './peer.ts';
import { type Measurement, percentile } from './report.ts';
import { agentSettings } from './start-bench.ts';

const openOrders = 100_000;
const measuredScans = 400;
const warmUpScans = 60;
const chromiumPath = '/usr/bin/chromium';

/** As much of playwright-core as is used here. */
interface Playwright {
  readonly chromium: {
    launch(options: { executablePath: string; args: string[] }): Promise<{
      newPage(): Promise<Page>;
      close(): Promise<void>;
    }>;
  };
}
interface Page {
  goto(url: string): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
}

/**
 * From a code leaving for the station to its answer being painted in Chromium, with 100,000 open orders in the replica. Beside it a
 * page that only paints a line of text for each server-sent event.
 */
export async function benchPaint(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const playwright = peerPackage('playwright-core') as Playwright | null;
  if (playwright === null || !existsSync(chromiumPath)) {
    tell(`left out: it needs playwright-core and ${chromiumPath}`);
    return [];
  }
  const browser = await playwright.chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    tell(`writing ${openOrders} open orders`);
    const ours = await paintsOfStation(folder, await browser.newPage());
    const bare = await paintsOfBarePage(await browser.newPage());
    return [0.5, 0.99].map((share) => ({
      what: `scan to painted on the station screen, ${openOrders.toLocaleString('en')} open orders, p${share * 100}`,
      value: percentile(ours, share),
      unit: 'ms',
      baseline: {
        what: 'a page that paints each server-sent event',
        value: percentile(bare, share),
      },
      goal: '< 50 ms',
    }));
  } finally {
    await browser.close();
  }
}

async function paintsOfStation(folder: string, page: Page): Promise<number[]> {
  const dataDir = join(folder, 'edge');
  mkdirSync(dataDir);
  const replica = new WorkReplica(join(dataDir, 'work.sqlite'), () => false);
  for (const work of benchWork(openOrders)) replica.apply(work, replica.position.cursor);
  replica.close();
  const edge = await startChild('edge', 'edge', agentSettings(dataDir), folder);
  const url = edge.ready.url ?? '';
  try {
    await page.goto(url);
    await page.waitForSelector('.notice-place');
    await watch(page, '.notice-place');
    const taken: number[] = [];
    for (let order = 0; taken.length < warmUpScans + measuredScans; order += 1) {
      for (const code of [...scansOf(order), labelOf(order)])
        taken.push(await painted(page, () => touch(url, code)));
    }
    return taken.slice(warmUpScans);
  } finally {
    await edge.stop();
  }
}

async function touch(url: string, code: string): Promise<void> {
  const view = (await callService(`${url}/v1/commands`, { method: 'POST', body: { v: 1, code } })) as {
    last: { tone: string; message: string };
  };
  if (view.last.tone === 'error') throw new Error(`the bench scanned what was refused: ${view.last.message}`);
}

async function paintsOfBarePage(page: Page): Promise<number[]> {
  const listening = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      listening.add(response);
      return;
    }
    response.setHeader('content-type', 'text/html');
    response.end(
      '<main></main><script>new EventSource("/stream").onmessage = ({ data }) => { document.querySelector("main").innerHTML = "<p>" + data + "</p>" }</script>',
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  await watch(page, 'main');
  while (listening.size === 0) await new Promise(setImmediate);
  const taken: number[] = [];
  for (let n = 0; n < warmUpScans + measuredScans; n += 1) {
    const say = async () => {
      for (const response of listening) response.write(`data: ${n}\n\n`);
    };
    taken.push(await painted(page, say));
  }
  for (const response of listening) response.end();
  server.close();
  return taken.slice(warmUpScans);
}

/** From then on each change in that place is noted when the frame that shows it has been painted: a task behind an animation frame runs after it. */
async function watch(page: Page, place: string): Promise<void> {
  await page.evaluate(`(() => {
    window.paints = [];
    const after = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.paints.push(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    };
    new MutationObserver(() => requestAnimationFrame(after)).observe(document.querySelector('${place}'), {
      childList: true, subtree: true, characterData: true,
    });
  })()`);
}

/** @returns milliseconds from the act to the first paint behind it. */
async function painted(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate('window.paints.length = 0');
  const startMs = performance.timeOrigin + performance.now();
  await act();
  const paintedMs = await page.evaluate<number>(
    'new Promise((resolve) => { const look = () => (window.paints.length > 0 ? resolve(window.paints[0]) : setTimeout(look, 1)); look(); })',
  );
  return paintedMs - startMs;
}
