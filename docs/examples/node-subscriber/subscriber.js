import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { createFactChain } from './fact-chain.js';
import { openJournal } from './journal.js';

/** A back-office system that misses nothing and does nothing twice. README.md says how it works and how to run it. */
const { env } = process;
const site = env.SITE ?? 'HAM';
const httpUrl = env.GATEWAY_HTTP_URL ?? 'http://127.0.0.1:8081';
const file = (name) => (env[name] === undefined ? undefined : readFileSync(env[name]));

const journal = openJournal(env.JOURNAL ?? 'journal.ndjson');
const chain = createFactChain(journal.state.heads);
let failed = false;

/** Your work goes here. It is called once for each event; what it returns is kept in the journal. */
function handle(event) {
  if (event.type !== 'packproof.shipment.dispatched') return {};
  const { order, shipment, lines } = event.data.data;
  return { toInvoice: { order, shipment, lines } };
}

/** Delivery is at least once and in the order of the log: what is not beyond the cursor came before. */
function take(event) {
  const cursor = event.packproofcursor;
  if (cursor <= journal.state.cursor) return;
  // Behind a log that was put back the same facts come again, under other positions.
  if (chain.has(event)) return journal.write({ cursor });
  chain.check(event);
  const { station, seq } = event.data;
  const { hash } = chain.heads[station];
  journal.write({ cursor, id: event.id, station, seq, hash, ...handle(event) });
}

/** An event that just happened. One of another epoch says that the log was put back: our position is of no use any more. */
async function takeLive(event) {
  if (event.packproofepoch !== journal.state.epoch) await replay();
  take(event);
}

async function ask(path) {
  const headers = env.GATEWAY_TOKEN === undefined ? {} : { authorization: `Bearer ${env.GATEWAY_TOKEN}` };
  const answer = await fetch(`${httpUrl}${path}`, { headers });
  const body = await answer.json();
  if (answer.ok || body.code === 'LOG_PUT_BACK') return body;
  throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
}

/** Fetches what lies behind our position: when the gateway has no session for us (we are new, or were away for too long), or its log was put back. */
async function replay() {
  for (let more = true; more; ) {
    const { cursor, epoch = 'any' } = journal.state;
    const page = await ask(`/v1/events?after=${cursor}&epoch=${epoch}`);
    if (page.code === 'LOG_PUT_BACK') {
      await goBack();
      continue;
    }
    if (page.epoch !== epoch) journal.write({ cursor, epoch: page.epoch });
    for (const event of page.events) take(event);
    more = page.more;
  }
}

/** To where the log is still the one that we know. */
async function goBack() {
  const { epoch, agreedUpTo } = await ask(`/v1/log?epoch=${journal.state.epoch}`);
  const cursor = Math.min(journal.state.cursor, agreedUpTo);
  console.log(`the log of the gateway was put back: we go on from ${cursor} of epoch ${epoch}`);
  journal.write({ cursor, epoch });
}

// Everything happens one after the other: replays and messages, in the order in which they were asked for and came.
let last = Promise.resolve();
function inOrder(action) {
  last = last.then(action);
  return last.catch((error) => stop(error));
}

const client = mqtt.connect(env.GATEWAY_MQTT_URL ?? 'mqtt://127.0.0.1:1883', {
  protocolVersion: 4,
  clientId: env.CLIENT_ID ?? `example-${site}`,
  clean: false,
  resubscribe: false,
  username: env.MQTT_USERNAME,
  password: env.MQTT_PASSWORD,
  ca: file('CA_FILE'),
  cert: file('CERT_FILE'),
  key: file('KEY_FILE'),
  reconnectPeriod: 1_000,
});

// mqtt.js sends the PUBACK when `done` is called: after the event was dealt with. Without it the event comes again.
client.handleMessage = (packet, done) => {
  void inOrder(async () => {
    await takeLive(JSON.parse(packet.payload.toString()));
    done();
  });
};

client.on('connect', ({ sessionPresent }) => {
  // Else the system holds our acknowledgements back for up to 40 ms each.
  client.stream.setNoDelay?.(true);
  console.log(
    `connected; the gateway ${sessionPresent ? 'knows us' : 'does not know us'}, we stand at ${journal.state.cursor}`,
  );
  if (sessionPresent) return;
  // First subscribe, then replay: what happens in between comes twice rather than never.
  void inOrder(async () => {
    const [grant] = await client.subscribeAsync(`packproof/v1/${site}/events/#`, { qos: 1 });
    if (grant === undefined || grant.qos > 1) throw new Error('the gateway does not grant us its events');
    await replay();
  });
});
client.on('error', (error) => console.error(`connection: ${error.message}`));

/** An event that cannot be taken stays unacknowledged; a person has to look, or a restart tries it again. */
function stop(error) {
  if (error !== undefined && !failed) {
    failed = true;
    process.exitCode = 1;
    console.error(error.message);
  }
  client.end(failed, () => process.exit());
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void last.finally(() => stop()));
