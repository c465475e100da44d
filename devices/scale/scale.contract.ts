import { describe, expect, test, vi } from 'vitest';
import type { SimulatedScale } from '../simulators/scale/simulated-scale.ts';
import type { Scale, ScaleEvent } from './scale.ts';

/** One driver attached to one simulated scale on its real transport; the scale weighs up to 30 kg. */
export interface ScaleRig {
  readonly scale: Scale;
  readonly simulated: SimulatedScale;
  dispose(): Promise<void>;
}

const patience = { timeout: 8_000, interval: 5 };
const soon = { timeoutMs: 4_000 };
const brief = { timeoutMs: 300 };

/** On a busy machine lines from before are still on their way when something is put on: what counts is what comes of it. */
async function weighs(
  { scale }: ScaleRig,
  wish: { readonly timeoutMs: number },
  wanted: object,
): Promise<void> {
  await vi.waitFor(async () => expect(await scale.weigh(wish)).toMatchObject(wanted), patience);
}

/** What every scale driver owes the station, whatever it talks to. The rig starts unplugged, set to fall silent after 700 ms. */
export function scaleContract(name: string, createRig: () => Promise<ScaleRig>): void {
  const begin = async (onTestFinished: (end: () => Promise<void>) => void) => {
    const rig = await createRig();
    const events: ScaleEvent[] = [];
    onTestFinished(async () => {
      await rig.scale.close();
      await rig.simulated.unplug();
      await rig.dispose();
    });
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
    const shown = () =>
      events.flatMap((event) => (event.kind === 'weight' ? [event.reading.milligrams] : []));
    const connect = async () => {
      await rig.simulated.plug();
      rig.scale.start((event) => events.push(event));
      await state('connected');
    };
    return { rig, events, states, state, shown, connect };
  };

  describe(name, () => {
    test.concurrent('weighs to the milligram what lies at rest', async ({ onTestFinished }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      for (const grams of [0, 1, 1_234, 29_999, 30_000]) {
        rig.simulated.put(grams);
        await weighs(rig, soon, {
          kind: 'weighed',
          weight: { milligrams: grams * 1_000 },
        });
      }
    });

    test.concurrent('waits for rest, and says so when it does not come', async ({ onTestFinished }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(500, true);
      await weighs(rig, brief, { kind: 'failed', failure: 'unstable' });
      const weighing = rig.scale.weigh(soon);
      setTimeout(() => rig.simulated.put(502), 150);
      expect(await weighing).toMatchObject({ kind: 'weighed', weight: { milligrams: 502_000 } });
    });

    test.concurrent('names overload and underload', async ({ onTestFinished }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(40_000);
      await weighs(rig, soon, { kind: 'failed', failure: 'overload' });
      rig.simulated.put(-5_000);
      await weighs(rig, soon, { kind: 'failed', failure: 'underload' });
    });

    test.concurrent('sets zero and tare, and refuses a zero of what is too heavy', async ({
      onTestFinished,
    }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(12);
      expect(await rig.scale.zero(soon)).toEqual({ kind: 'done' });
      await weighs(rig, soon, { weight: { milligrams: 0 } });
      rig.simulated.put(1_012);
      expect(await rig.scale.tare(soon)).toEqual({ kind: 'done' });
      rig.simulated.put(1_512);
      await weighs(rig, soon, { weight: { milligrams: 500_000, kind: 'net' } });
      expect(await rig.scale.zero(brief)).toMatchObject({ kind: 'failed' });
    });

    test.concurrent('tells what it shows, the last of it always, and no more often than it is set to', async ({
      onTestFinished,
    }) => {
      const { rig, events, shown, connect } = await begin(onTestFinished);
      await connect();
      for (let grams = 1; grams <= 40; grams += 1) {
        rig.simulated.put(grams, grams < 40);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await vi.waitFor(() => expect(shown().at(-1)).toBe(40_000), patience);
      expect(shown().length).toBeLessThan(12);
      expect(events.at(-1)).toMatchObject({ kind: 'weight', reading: { stable: true } });
    });

    test.concurrent('reads a scale whose bytes come one by one, and goes on after garbage', async ({
      onTestFinished,
    }) => {
      const { rig, events, states, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(777);
      rig.simulated.fault = 'split';
      await weighs(rig, soon, { weight: { milligrams: 777_000 } });
      rig.simulated.fault = 'garbage';
      await vi.waitFor(() => expect(events.some((event) => event.kind === 'garbled')).toBe(true), patience);
      rig.simulated.put(778);
      await weighs(rig, soon, { weight: { milligrams: 778_000 } });
      expect(states()).toEqual(['connected']);
    });

    test.concurrent('never weighs by what is damaged', async ({ onTestFinished }) => {
      const { rig, events, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(777);
      rig.simulated.fault = 'damage';
      await vi.waitFor(() => expect(events.some((event) => event.kind === 'garbled')).toBe(true), patience);
      expect(await rig.scale.weigh({ timeoutMs: 200 })).toMatchObject({ kind: 'failed' });
    });

    test.concurrent('a silent scale is connected anew, and is connected when it speaks', async ({
      onTestFinished,
    }) => {
      const { rig, states, state, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.fault = 'silent';
      await weighs(rig, soon, { kind: 'failed', failure: 'no_answer' });
      await state('failed');
      rig.simulated.fault = null;
      await state('connected');
      expect(states()).toEqual(['connected', 'disconnected', 'failed', 'connected']);
    });

    test.concurrent('fails at once without a scale, and at once when it goes', async ({ onTestFinished }) => {
      const { rig, state, connect } = await begin(onTestFinished);
      await weighs(rig, soon, { failure: 'not_connected' });
      await connect();
      rig.simulated.put(1, true);
      const weighing = rig.scale.weigh({ timeoutMs: 60_000 });
      await rig.simulated.unplug();
      expect(await weighing).toMatchObject({ kind: 'failed', failure: 'not_connected' });
      await state('disconnected');
      await rig.simulated.plug();
      await state('connected');
      rig.simulated.put(2);
      await weighs(rig, soon, { weight: { milligrams: 2_000 } });
    });

    test.concurrent('gives up a weighing when it is told to, and at its end', async ({ onTestFinished }) => {
      const { rig, events, connect } = await begin(onTestFinished);
      await connect();
      rig.simulated.put(1, true);
      const abort = new AbortController();
      const weighing = rig.scale.weigh({ timeoutMs: 60_000, signal: abort.signal });
      abort.abort();
      expect(await weighing).toMatchObject({ failure: 'cancelled' });
      const last = rig.scale.weigh({ timeoutMs: 60_000 });
      await Promise.all([rig.scale.close(), rig.scale.close()]);
      expect(await last).toMatchObject({ failure: 'cancelled' });
      const before = events.length;
      await weighs(rig, soon, { failure: 'not_connected' });
      expect(events).toHaveLength(before);
    });
  });
}
