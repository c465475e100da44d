import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { messageOf } from '../../../../kernel/errors.ts';
import { eventsTopic } from '../../../../protocols/wire/topics.ts';
import { cliErrors } from '../../../cli-errors.ts';
import { clear, createHistogram, note } from './histogram.ts';
import type { PartAssignment, SubscriberTally } from './part-messages.ts';
import { ageOfLotMs } from './simulated-work.ts';
import type { Part } from './warehouse-part.ts';

/** Of an event only what is counted here. */
const simulatedFact = z.object({
  data: z.object({ station: z.string(), seq: z.number(), data: z.object({ lot: z.unknown().optional() }) }),
});

/** A back-office system that listens to everything and checks that nothing is missing. */
export async function startSubscriber(
  assignment: Extract<PartAssignment, { role: 'subscriber' }>,
): Promise<Part<SubscriberTally>> {
  const { site, mqttUrl, subscriberName, subscriberToken, ca } = assignment.access;
  const latency = createHistogram();
  const complete: Record<string, number> = {};
  const counts = { received: 0, outOfOrder: 0, repeated: 0 };

  const client = await connect(mqttUrl, {
    clientId: assignment.clientId,
    clean: false,
    protocolVersion: 4,
    ...(ca === undefined ? {} : { ca }),
    ...(subscriberName === undefined ? {} : { username: subscriberName }),
    ...(subscriberToken === undefined ? {} : { password: subscriberToken }),
  });
  client.on('message', (_topic, payload) => {
    const { station, seq, data } = simulatedFact.parse(JSON.parse(payload.toString('utf8'))).data;
    const age = ageOfLotMs(data.lot);
    const before = complete[station] ?? 0;
    counts.received += 1;
    if (seq <= before) counts.repeated += 1;
    else if (seq > before + 1) counts.outOfOrder += 1;
    else {
      complete[station] = seq;
      if (age !== null) note(latency, age);
    }
  });
  await client.subscribeAsync(eventsTopic(site, '#'), { qos: 1 });

  return {
    go: () => {},
    measure: () => clear(latency),
    stop: () => {},
    // The orchestrator knows what there is to receive.
    isDone: () => true,
    tally: () => ({ ...counts, complete, latency }),
    close: () => client.endAsync(true),
  };
}

async function connect(mqttUrl: string, options: IClientOptions): Promise<MqttClient> {
  try {
    return await mqtt.connectAsync(mqttUrl, options);
  } catch (thrown) {
    const message = `a subscriber cannot connect to ${mqttUrl}: ${messageOf(thrown)}`;
    throw cliErrors.fault('SIMULATION_FAILED', message, { place: mqttUrl, cause: thrown });
  }
}
