import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { sha256Hex } from '../../../kernel/sha256.ts';
import type { CarrierEvent } from '../../../protocols/wire/carrier-event.ts';
import { callService } from '../../call-service.ts';

const loadPage = z.object({ items: z.array(z.object({ load: z.string(), site: z.string() })) });
const loadView = z.object({
  parcels: z.array(z.object({ sscc: z.string(), shipment: z.string().nullable() })),
});

export interface SimulatedCarrier {
  /** Central's address. */
  readonly central: string;
  /** Of the role reader. */
  readonly token?: string | undefined;
  readonly carrier: string;
  /** Base64, with or without `whsec_`. */
  readonly secret: string;
  /** Every so many parcels one is not delivered; 0 is never. */
  readonly exceptionEvery: number;
}

/** A carrier that takes closed loads and reports on each parcel once: on the way, and then delivered or not. */
export class CarrierSimulator {
  private readonly reported = new Set<string>();
  private parcels = 0;
  private readonly options: SimulatedCarrier;
  private readonly clock: Clock;

  constructor(options: SimulatedCarrier, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  /** Looks for parcels that left and posts what became of them. @returns how many events were sent. */
  async round(): Promise<number> {
    const { central, carrier, token } = this.options;
    const query = `status=closed&limit=1000&carrier=${encodeURIComponent(carrier)}`;
    const { items } = loadPage.parse(await callService(`${central}/v1/loads?${query}`, { token }));
    let sent = 0;
    for (const { load, site } of items) {
      const url = `${central}/v1/loads/${encodeURIComponent(load)}?site=${site}`;
      const { parcels } = loadView.parse(await callService(url, { token }));
      for (const { sscc, shipment } of parcels)
        if (shipment !== null && !this.reported.has(sscc)) sent += await this.report(sscc);
    }
    return sent;
  }

  private async report(sscc: string): Promise<number> {
    this.parcels += 1;
    const { exceptionEvery } = this.options;
    const fails = exceptionEvery > 0 && this.parcels % exceptionEvery === 0;
    const begun = this.clock.now();
    // Named by what they say, so that a simulator that starts anew repeats itself and nothing is kept twice.
    const event = (
      status: CarrierEvent['status'],
      more: Partial<CarrierEvent>,
      nth: number,
    ): CarrierEvent => ({
      ...{ id: `${sscc}-${status}`, sscc, status, at: isoInstant(begun + nth) },
      ...more,
    });
    const proof = { name: 'Sample Receiver', signatureSha256: sha256Hex(`signature of ${sscc}`) };
    const last = fails ? event('exception', { note: 'nobody at home' }, 1) : event('delivered', { proof }, 1);
    const events = [event('in_transit', { place: 'hub' }, 0), last];
    await this.post(events);
    this.reported.add(sscc);
    return events.length;
  }

  private async post(events: readonly CarrierEvent[]): Promise<void> {
    const { central, carrier, secret } = this.options;
    const body = JSON.stringify({ v: 1, events });
    const id = `msg_${randomUUID()}`;
    const timestamp = String(Math.floor(this.clock.now() / 1000));
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const response = await fetch(`${central}/v1/carriers/${encodeURIComponent(carrier)}/events`, {
      method: 'POST',
      signal: AbortSignal.timeout(10_000),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${mac}`,
      },
      body,
    });
    if (!response.ok) throw new Error(`central answered ${response.status}: ${await response.text()}`);
  }
}
