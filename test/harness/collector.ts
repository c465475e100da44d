import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import mqtt from 'mqtt';

/**
 * A program: a back-office subscriber that writes down the id of each event before it acknowledges it, one a line. As `mqtt` it is
 * a durable MQTT subscriber; as `sse` it reads server-sent events, and goes on from the position of its last line.
 * Arguments: mqtt or sse, address, file, topic or name.
 */
const [kind = '', url = '', file = '', topic = ''] = process.argv.slice(2);
const retryMs = 200;

interface Noted {
  readonly id: string;
  readonly packproofcursor: number;
}

function note(json: string): void {
  const { id, packproofcursor } = JSON.parse(json) as Noted;
  appendFileSync(file, `${packproofcursor} ${id}\n`);
}

/** Where it goes on; a line that a kill cut off does not count. */
function lastCursor(): number {
  if (!existsSync(file)) return 0;
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(file, end);
  return Number(text.slice(0, end).split('\n').at(-2)?.split(' ')[0] ?? 0);
}

function subscribe(): void {
  const client = mqtt.connect(url, {
    clientId: 'collector',
    protocolVersion: 4,
    clean: false,
    reconnectPeriod: retryMs,
    connectTimeout: 3_000,
    keepalive: 5,
  });
  client.handleMessage = (packet, done) => {
    if (packet.cmd === 'publish') note(packet.payload.toString());
    done();
  };
  client.on('connect', () => {
    client.subscribe(topic, { qos: 1 }, (error) => {
      if (error === null) process.stdout.write('ready\n');
    });
  });
  client.on('error', () => {});
}

async function read(): Promise<void> {
  for (;;) {
    try {
      const after = lastCursor();
      const answer = await fetch(`${url}?after=${after}`);
      if (!answer.ok || answer.body === null) throw new Error(`answered ${answer.status}`);
      process.stdout.write('ready\n');
      await follow(answer.body);
    } catch {
      // It comes back.
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

async function follow(body: ReadableStream<Uint8Array>): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data:'));
      if (data !== undefined) note(data.slice('data:'.length));
    }
  }
}

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
if (kind === 'mqtt') {
  lastCursor();
  subscribe();
} else void read();
