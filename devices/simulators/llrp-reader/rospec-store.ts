import {
  type LlrpParameter,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';
import { parameterNamed } from '../../../protocols/llrp/registry.ts';
import type { ReaderModel } from './models.ts';
import { fieldRefusal, parameterRefusal, type Refusal } from './status.ts';

type RoSpec = ParameterOf<'ROSpec'>;

const roSpecType = 177;
const transmitterType = 224;

/** What happened to which ROSpec. */
export interface StoreEvents {
  started(roSpec: RoSpec): void;
  ended(roSpec: RoSpec): void;
}

/**
 * The ROSpecs of a reader, each Disabled, Inactive or Active; at most one is Active (LLRP 1.0.1, 6.1). Commands refuse as real
 * readers do.
 */
export class RoSpecStore {
  private readonly model: ReaderModel;
  private readonly events: StoreEvents;
  private specs: ReadonlyMap<number, RoSpec> = new Map();

  constructor(model: ReaderModel, events: StoreEvents) {
    this.model = model;
    this.events = events;
  }

  get all(): readonly RoSpec[] {
    return [...this.specs.values()];
  }

  get active(): RoSpec | undefined {
    return this.all.find((spec) => spec.CurrentState === 'Active');
  }

  add(spec: RoSpec, vendors: ReadonlySet<number>): Refusal | null {
    const invalid = (text: string) => parameterRefusal(roSpecType, 0, 'A_Invalid', text);
    if (spec.ROSpecID === 0) return invalid('ROSpec 0 stands for all');
    if (this.specs.has(spec.ROSpecID)) return invalid('the ROSpec exists already');
    if (spec.CurrentState !== 'Disabled') return invalid('a new ROSpec is disabled');
    if (this.specs.size >= this.model.maxRoSpecs) {
      return { code: 'M_ParameterError', text: 'no room for another ROSpec' };
    }
    const refusal = this.radioRefusal(spec) ?? vendorRefusal(spec, vendors);
    if (refusal === null) this.specs = new Map(this.specs).set(spec.ROSpecID, spec);
    return refusal;
  }

  /** As another client left it: enabled, and active where the radio is free. */
  put(spec: RoSpec): void {
    if (this.specs.has(spec.ROSpecID)) return;
    this.specs = new Map(this.specs).set(spec.ROSpecID, { ...spec, CurrentState: 'Inactive' });
    this.begin(spec.ROSpecID);
  }

  delete(id: number): Refusal | null {
    return this.forEach(id, (spec) => {
      this.end(spec, 'Disabled');
      const rest = new Map(this.specs);
      rest.delete(spec.ROSpecID);
      this.specs = rest;
    });
  }

  enable(id: number): Refusal | null {
    return this.forEach(id, (spec) => {
      if (spec.CurrentState !== 'Disabled') return;
      this.become(spec, 'Inactive');
      if (startTriggerOf(spec) === 'Immediate') this.begin(spec.ROSpecID);
    });
  }

  disable(id: number): Refusal | null {
    return this.forEach(id, (spec) => this.end(spec, 'Disabled'));
  }

  start(id: number): Refusal | null {
    const spec = this.specs.get(id);
    if (spec === undefined) return unknown(id);
    if (spec.CurrentState === 'Disabled') return fieldRefusal(0, 'the ROSpec is disabled');
    this.begin(id);
    return null;
  }

  stop(id: number): Refusal | null {
    const spec = this.specs.get(id);
    if (spec === undefined) return unknown(id);
    if (spec.CurrentState === 'Active') this.end(spec, 'Inactive');
    return null;
  }

  /** An input changed: what waits for that starts or stops. */
  input(port: number, high: boolean): void {
    for (const spec of this.all) {
      const [start, stop] = triggersOf(spec);
      if (spec.CurrentState === 'Inactive' && fits(start, port, high)) this.begin(spec.ROSpecID);
      else if (spec.CurrentState === 'Active' && fits(stop, port, high)) this.end(spec, 'Inactive');
    }
  }

  private begin(id: number): void {
    const spec = this.specs.get(id);
    if (spec?.CurrentState !== 'Inactive' || this.active !== undefined) return;
    this.events.started(this.become(spec, 'Active'));
  }

  private end(spec: RoSpec, state: 'Disabled' | 'Inactive'): void {
    this.become(spec, state);
    if (spec.CurrentState !== 'Active') return;
    this.events.ended(spec);
    const waiting = this.all.find(
      (other) =>
        other.CurrentState === 'Inactive' &&
        startTriggerOf(other) === 'Immediate' &&
        other.ROSpecID !== spec.ROSpecID,
    );
    if (waiting !== undefined) this.begin(waiting.ROSpecID);
  }

  private become(spec: RoSpec, CurrentState: 'Disabled' | 'Inactive' | 'Active'): RoSpec {
    const changed = { ...spec, CurrentState };
    this.specs = new Map(this.specs).set(spec.ROSpecID, changed);
    return changed;
  }

  private forEach(id: number, action: (spec: RoSpec) => void): Refusal | null {
    const chosen = id === 0 ? this.all : this.all.filter((spec) => spec.ROSpecID === id);
    if (chosen.length === 0 && id !== 0) return unknown(id);
    for (const spec of chosen) action(spec);
    return null;
  }

  private radioRefusal(spec: RoSpec): Refusal | null {
    for (const aiSpec of parametersIn(spec, 'AISpec')) {
      if (aiSpec.AntennaIDs.some((antenna) => antenna > this.model.antennas)) {
        return parameterRefusal(183, 0, 'A_OutOfRange', 'there is no such antenna');
      }
      const configurations = parametersIn(aiSpec, 'InventoryParameterSpec').flatMap((inventory) =>
        parametersIn(inventory, 'AntennaConfiguration'),
      );
      const powers = configurations.flatMap((one) => parametersIn(one, 'RFTransmitter'));
      if (powers.some(({ TransmitPower }) => TransmitPower < 1 || TransmitPower > this.model.powers.length)) {
        return parameterRefusal(transmitterType, 2, 'A_OutOfRange', 'there is no such power level');
      }
    }
    return null;
  }
}

function unknown(id: number): Refusal {
  return fieldRefusal(0, `there is no ROSpec ${id}`);
}

function startTriggerOf(spec: RoSpec) {
  const boundary = parameterIn(spec, 'ROBoundarySpec') ?? {};
  return parameterIn(boundary, 'ROSpecStartTrigger')?.ROSpecStartTriggerType;
}

function triggersOf(spec: RoSpec) {
  const boundary = parameterIn(spec, 'ROBoundarySpec') ?? {};
  return (['ROSpecStartTrigger', 'ROSpecStopTrigger'] as const).map((name) =>
    parameterIn(parameterIn(boundary, name) ?? {}, 'GPITriggerValue'),
  );
}

function fits(trigger: ParameterOf<'GPITriggerValue'> | undefined, port: number, high: boolean): boolean {
  return trigger !== undefined && trigger.GPIPortNum === port && trigger.GPIEvent === high;
}

/** A reader takes the extensions of its own maker only, and Impinj's only when they were switched on. */
function vendorRefusal(parameter: LlrpParameter, vendors: ReadonlySet<number>): Refusal | null {
  const encoding =
    parameter.type === 'UnknownParameter' ? undefined : parameterNamed(parameter.type)?.encoding;
  if (encoding?.form === 'custom' && !vendors.has(encoding.vendor)) {
    return {
      code: 'M_ParameterError',
      text: `${parameter.type} is not supported`,
      inside: { type: 'ParameterError', ParameterType: 1023, ErrorCode: 'P_UnsupportedParameter' },
    };
  }
  for (const child of parameter.parameters ?? []) {
    const refusal = vendorRefusal(child, vendors);
    if (refusal !== null) return refusal;
  }
  return null;
}
