import type { Clock } from '../../../kernel/clock.ts';
import { listeningPeer, type Place } from '../scanner-peers.ts';
import { serialPeer } from '../scanner-program.ts';
import type { ScaleVoiceSettings } from './scale-voice.ts';
import { SimulatedScale, scaleFaults } from './simulated-scale.ts';

export interface ScaleProgramSettings {
  readonly at: Place | { readonly link: string };
  readonly voice: ScaleVoiceSettings;
  readonly capacityGrams: number;
  readonly intervalMs: number;
}

export interface ScaleProgram {
  readonly address: string;
  start(): Promise<void>;
  /** Does what a line says; answers what it knows if it does not know that. */
  obey(line: string): Promise<string | null>;
  stop(): Promise<void>;
}

const known = `GRAMS, GRAMS moving, wait MS, unplug, plug, fault none|${scaleFaults.join('|')}`;
const weight = /^(-?\d{1,7})( +moving)?$/;

/** A simulated scale as a program: each line puts a load on it, or lets something go wrong. */
export function scaleProgram(
  { at, voice, capacityGrams, intervalMs }: ScaleProgramSettings,
  clock: Clock,
): ScaleProgram {
  const peer = 'link' in at ? serialPeer(at.link) : listeningPeer(at);
  const scale = new SimulatedScale(peer, { voice, capacityGrams, intervalMs }, clock);
  const obey = async (line: string): Promise<string | null> => {
    const text = line.trim();
    const [word, state] = text.split(/\s+/);
    const load = weight.exec(text);
    const fault = scaleFaults.find((one) => one === state) ?? null;
    if (load !== null) scale.put(Number(load[1]), load[2] !== undefined);
    else if (word === 'wait' && /^\d{1,6}$/.test(state ?? ''))
      await new Promise<void>((resolve) => {
        clock.after(Number(state), resolve);
      });
    else if (text === 'unplug') await scale.unplug();
    else if (text === 'plug') await scale.plug();
    else if (word === 'fault' && (fault !== null || state === 'none')) scale.fault = fault;
    else return known;
    return null;
  };
  return { address: peer.address, start: () => scale.plug(), obey, stop: () => scale.unplug() };
}
