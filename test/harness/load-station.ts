import { createInterface } from 'node:readline';
import { Delivery } from '../../edge/facts/delivery.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { nodeTransport } from '../../edge/facts/node-transport.ts';
import { isoInstant, systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { stationReport } from '../../protocols/wire/status.ts';

/**
 * A program: the fact log and the delivery of a station, which stores facts as fast as they are taken from it, so that
 * every hop is full when something breaks. After each commit it prints how far it is: what was printed was "shown" and may never be lost.
 * It makes none until `rate N` on its input tells it to, and `quiet` ends that; `stopped CODE` on its output says why nothing is sent any more.
 * Arguments: site, station, MQTT address, file.
 */
const [site = '', station = '', mqttUrl = '', path = ''] = process.argv.slice(2);
const everyMs = 10;
/** More than a delivery has on its way, and no more than fits into a round. */
const maxWaiting = 3_000;

const facts = new FactLog({ path, site, station, keep: 10_000_000 });
const delivery = new Delivery({
  facts,
  site,
  station,
  transport: nodeTransport({ mqttUrl }),
  clock: systemClock,
  log: createLog(station, 'warn'),
  report: () => {
    const at = isoInstant(systemClock.now());
    return stationReport.parse({
      v: 1,
      service: 'edge',
      version: '0',
      site,
      station,
      at,
      startedAt: at,
      facts: {
        lastSeq: facts.lastSeq,
        acknowledged: facts.acknowledged,
        unacknowledged: facts.lastSeq - facts.acknowledged,
        oldestUnacknowledgedAt: null,
        connected: true,
        stopped: null,
      },
      work: { epoch: null, cursor: 0, asOf: null, orders: 0 },
      devices: [],
    });
  },
  onPoke: () => {},
  onChange: () => {
    const code = delivery.stopped?.code ?? null;
    if (code !== null && code !== told) process.stdout.write(`stopped ${code}\n`);
    told = code;
  },
});

let told: string | null = null;
let perTurn = 0;
createInterface({ input: process.stdin }).on('line', (line) => {
  perTurn = line.startsWith('rate ') ? factsPerTurn(Number(line.slice('rate '.length))) : 0;
});
// The parent may be gone without a word.
process.stdin.on('end', () => process.exit(0));

function factsPerTurn(perSecond: number): number {
  return Math.max(1, Math.round((perSecond * everyMs) / 1_000));
}

let failures = 0;

function turn(): void {
  setTimeout(turn, everyMs);
  if (perTurn === 0 || facts.lastSeq - facts.acknowledged > maxWaiting) return;
  const drafts = Array.from({ length: perTurn }, (_, n) => ({
    type: 'device.garbled' as const,
    data: { device: 'load', reason: `fact ${facts.lastSeq + n + 1}`, hex: 'c0ffee'.repeat(40), bytes: 120 },
  }));
  try {
    facts.commit({ at: isoInstant(systemClock.now()), operator: 'load', drafts });
  } catch (thrown) {
    // A disk that fails: the person sees red, and nothing is counted.
    failures += 1;
    if (failures === 1) process.stderr.write(`${String(thrown)}\n`);
    return;
  }
  process.stdout.write(`${facts.lastSeq}\n`);
  delivery.factsStored();
}

process.on('SIGTERM', () => process.exit(0));
delivery.start();
process.stdout.write(`${facts.lastSeq}\n`);
turn();
