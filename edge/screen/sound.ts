/** Tones and vibration for a scan, made without files. A browser gives sound only after a first touch or key. */
export type Tone = 'ok' | 'done' | 'error';

interface Beep {
  readonly hertz: number;
  readonly shape: OscillatorType;
  readonly atMs: number;
  readonly forMs: number;
  readonly volume: number;
}

const beeps: Readonly<Record<Tone, readonly Beep[]>> = {
  ok: [{ hertz: 1_000, shape: 'sine', atMs: 0, forMs: 90, volume: 0.5 }],
  done: [
    { hertz: 1_000, shape: 'sine', atMs: 0, forMs: 90, volume: 0.5 },
    { hertz: 1_250, shape: 'sine', atMs: 120, forMs: 160, volume: 0.5 },
  ],
  // A square wave: small loudspeakers cannot play 100 Hz itself, but they play its overtones.
  error: [
    { hertz: 100, shape: 'square', atMs: 0, forMs: 220, volume: 0.4 },
    { hertz: 100, shape: 'square', atMs: 280, forMs: 380, volume: 0.4 },
  ],
};

const vibrations: Readonly<Record<Tone, number[]>> = {
  ok: [50],
  done: [50, 60, 90],
  error: [250, 80, 350],
};

/**
 * The tone for all scans that came since the one last heard: where one of them was refused, that must be heard.
 *
 * @param history newest first.
 * @returns null if nothing is new.
 */
export function toneOf(history: readonly { seq: number; tone: Tone }[], heard: number | null): Tone | null {
  const end = history.findIndex(({ seq }) => seq === heard);
  const fresh = end === -1 ? history : history.slice(0, end);
  return fresh.some(({ tone }) => tone === 'error') ? 'error' : (fresh[0]?.tone ?? null);
}

export class Speaker {
  private context: AudioContext | null = null;

  /** To be called from within a touch or key event. */
  async unlock(): Promise<boolean> {
    this.context ??= new AudioContext();
    await this.context.resume();
    return this.ready;
  }

  get ready(): boolean {
    return this.context?.state === 'running';
  }

  /** Vibrates, and sounds if `audible`. */
  play(tone: Tone, audible: boolean): void {
    // Without a touch before it the browser refuses to vibrate, and complains.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(vibrations[tone]);
    const context = this.context;
    if (!audible || context === null || context.state !== 'running') return;
    for (const beep of beeps[tone]) sound(context, beep);
  }
}

function sound(context: AudioContext, beep: Beep): void {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  const start = context.currentTime + beep.atMs / 1000;
  const end = start + beep.forMs / 1000;
  oscillator.type = beep.shape;
  oscillator.frequency.value = beep.hertz;
  // Short ramps, or each tone begins and ends with a click.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(beep.volume, start + 0.008);
  volume.gain.setValueAtTime(beep.volume, end - 0.02);
  volume.gain.linearRampToValueAtTime(0, end);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
