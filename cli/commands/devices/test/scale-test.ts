import type { GarbledEvent } from '../../../../devices/device-state.ts';
import type { ScaleEvent } from '../../../../devices/scale/scale.ts';
import type { WeightReading } from '../../../../protocols/scale/weight.ts';
import { garbledLines } from '../state-words.ts';
import { weightText } from '../weight-words.ts';
import { type DeviceTest, type Finding, fault, ok } from './finding.ts';

/** A weight at rest that is not zero shows that loads arrive. */
export class ScaleTest implements DeviceTest<ScaleEvent> {
  readonly ask = 'put something on the scale';
  private weight: WeightReading | undefined;
  private last: WeightReading | undefined;
  private garbled: GarbledEvent | undefined;
  private model: string | null = null;

  hear(event: ScaleEvent): void {
    if (event.kind === 'weight') {
      this.last = event.reading;
      const { stable, condition, milligrams } = event.reading;
      if (stable && condition === 'ok' && milligrams !== null && milligrams > 0)
        this.weight ??= event.reading;
    }
    if (event.kind === 'garbled') this.garbled ??= event;
    if (event.kind === 'identity') this.model = event.model;
  }

  isDone(): boolean {
    return this.weight !== undefined;
  }

  judge(): readonly Finding[] {
    const model = this.model === null ? [] : [ok(`is a ${this.model}`)];
    if (this.weight !== undefined) return [...model, ok(`weighs ${weightText(this.weight)}`)];
    if (this.last !== undefined) {
      return [
        ...model,
        fault(
          `no weight above zero came to rest in time; the last was ${weightText(this.last)}`,
          'put something on it and let it rest; is it levelled and free of draught?',
        ),
      ];
    }
    if (this.garbled === undefined) return [fault('it says nothing', lineAdvice)];
    return [
      fault(`what came is no weight: ${garbledLines(this.garbled).slice(0, 3).join(' | ')}`, lineAdvice),
    ];
  }
}

const lineAdvice =
  'do kind (mt-sics, toledo-continuous, line), baudRate, dataBits and parity fit the interface settings of the scale?';
