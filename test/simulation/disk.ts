/**
 * How the next writes of a disk end. `full` and `io-error` store nothing. `ghost` is an fsync that fails although the bytes are
 * there: the program hears of a failure, and the next start may find them. `power-before` and `power-after` end the program
 * in the middle of its commit, without and with what it wrote.
 */
export type DiskFault = 'none' | 'full' | 'ghost' | 'power-before' | 'power-after';

/** A commit that failed, as a database throws it. */
export class DiskFailed extends Error {}

/** What a node stores, with the moments at which it becomes durable. States are values: a write replaces the whole. */
export class Disk<State> {
  fault: DiskFault = 'none';
  /** A disk that says "written" before it is: only for the negative control. */
  lies = false;
  backup: State | null = null;
  /** Hears of each fault that a write met. */
  onFault: (fault: DiskFault) => void = () => {};
  private durableState: State;
  private told: State;
  private ghost: State | null = null;
  private readonly onPowerCut: () => void;
  private readonly onDurable: (before: State, after: State) => void;

  constructor(
    fresh: State,
    hooks: { readonly onPowerCut: () => void; readonly onDurable: (before: State, after: State) => void },
  ) {
    this.durableState = fresh;
    this.told = fresh;
    this.onPowerCut = hooks.onPowerCut;
    this.onDurable = hooks.onDurable;
  }

  /** What the program sees. */
  get state(): State {
    return this.told;
  }

  /** What a crash would leave. */
  get durable(): State {
    return this.durableState;
  }

  /** @throws DiskFailed; then the program sees the state of before. */
  write(next: State): void {
    const { fault } = this;
    if (fault !== 'none') this.onFault(fault);
    if (fault !== 'none' && fault !== 'full') this.fault = 'none';
    this.ghost = fault === 'ghost' ? next : null;
    if (fault === 'full' || fault === 'ghost') throw new DiskFailed(fault);
    if (fault === 'power-before' || fault === 'power-after') {
      if (fault === 'power-after') this.settle(next);
      this.onPowerCut();
      throw new DiskFailed(fault);
    }
    if (this.lies) this.told = next;
    else this.settle(next);
  }

  /** What was only said to be written becomes so. */
  sync(): void {
    if (this.told !== this.durableState) this.settle(this.told);
  }

  /** The program ends without warning. */
  crash(): void {
    const left = this.ghost ?? this.durableState;
    this.ghost = null;
    if (left === this.durableState) this.told = left;
    else this.settle(left);
  }

  /** Somebody puts an old copy back. */
  replace(state: State): void {
    this.ghost = null;
    this.durableState = state;
    this.told = state;
  }

  private settle(next: State): void {
    this.onDurable(this.durableState, next);
    this.durableState = next;
    this.told = next;
  }
}

const faults: readonly DiskFault[] = ['full', 'ghost', 'power-before', 'power-after'];

/** One of the faults, by any number. */
export function diskFaultAt(index: number): DiskFault {
  return faults[index % faults.length] ?? 'full';
}
