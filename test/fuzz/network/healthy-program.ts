import { createInterface } from 'node:readline';
import { HealthyStation } from './healthy-stations.ts';

/**
 * A program: the healthy stations of a site, away from the process that attacks, or its work would show as theirs. A line on its input
 * is answered by one on its output, what was seen since the one before; `rest` ends the making of facts.
 * Arguments: site, MQTT address, how many.
 */
const [site = '', mqttUrl = '', count = '1'] = process.argv.slice(2);
const stations = Array.from(
  { length: Number(count) },
  (_, n) => new HealthyStation(site, `H${n + 1}`, mqttUrl),
);

process.stdout.write('ready\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'rest') for (const station of stations) station.rest();
  const seen = {
    heard: Math.min(...stations.map(({ heard }) => heard)),
    open: stations.reduce((sum, { open }) => sum + open, 0),
    losses: stations.reduce((sum, { losses }) => sum + losses, 0),
    latencies: stations.flatMap((station) => station.takeLatencies()),
  };
  process.stdout.write(`${JSON.stringify(seen)}\n`);
});
// The parent may be gone without a word.
process.stdin.on('end', () => process.exit(0));
