import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { factEvent } from '../../protocols/wire/event.ts';

/** How an endpoint answers: as it should, with an error, or never. */
type Mood = 'takes' | 'refuses' | 'hangs';

/** An endpoint of the back office that a gateway calls for each event; what it answered with 204 counts as taken. */
export class WebhookEndpoint {
  /** The ids that it took, in order; deliveries of the same are there as often as they came. */
  readonly taken: string[] = [];
  mood: Mood = 'takes';
  url = '';
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        if (this.mood === 'hangs') return;
        if (this.mood === 'refuses') {
          response.writeHead(503).end();
          return;
        }
        this.taken.push(factEvent.parse(JSON.parse(body)).id);
        response.writeHead(204).end();
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Every call that is under way ends without an answer. */
  cut(): void {
    this.server.closeAllConnections();
  }

  close(): void {
    this.server.close();
    this.cut();
  }
}

/** Lets a gateway call the endpoint for some types of events, from the beginning of its log. */
export async function addWebhook(
  gatewayUrl: string,
  endpoint: WebhookEndpoint,
  types: readonly string[],
): Promise<void> {
  const answer = await fetch(`${gatewayUrl}/v1/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, url: endpoint.url, types, after: 0 }),
  });
  if (!answer.ok) throw new Error(`webhook: ${await answer.text()}`);
}
