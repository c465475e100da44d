import { useCallback, useEffect, useRef, useState } from 'react';
import { Speaker, type Tone } from './sound.ts';

/** blocked: the browser waits for a first touch. */
export type SoundState = 'blocked' | 'on' | 'muted';

export interface Sound {
  readonly state: SoundState;
  readonly toggle: () => void;
}

const speaker = new Speaker();
const storageKey = 'packproof.sound';

/** Plays a tone whenever `seq` becomes a new one; the first one seen is history and stays silent. */
export function useSound(seq: number | undefined, tone: Tone | undefined): Sound {
  const [muted, setMuted] = useState(() => localStorage.getItem(storageKey) === 'muted');
  const [ready, setReady] = useState(speaker.ready);
  const heard = useRef<number | undefined>(undefined);

  useEffect(() => {
    const unlock = () => void speaker.unlock().then(setReady);
    const anyTarget = { capture: true };
    window.addEventListener('pointerdown', unlock, anyTarget);
    window.addEventListener('keydown', unlock, anyTarget);
    return () => {
      window.removeEventListener('pointerdown', unlock, anyTarget);
      window.removeEventListener('keydown', unlock, anyTarget);
    };
  }, []);

  useEffect(() => {
    if (seq === undefined || tone === undefined) return;
    const isNew = heard.current !== undefined && heard.current !== seq;
    heard.current = seq;
    if (isNew) speaker.play(tone, !muted);
  }, [seq, tone, muted]);

  const toggle = useCallback(() => {
    // The first touch on a blocked loudspeaker turns it on; only the next one mutes it.
    const next = ready ? !muted : false;
    localStorage.setItem(storageKey, next ? 'muted' : 'on');
    setMuted(next);
    void speaker.unlock().then((isReady) => {
      setReady(isReady);
      speaker.play('ok', !next);
    });
  }, [muted, ready]);

  const state: SoundState = muted ? 'muted' : ready ? 'on' : 'blocked';
  return { state, toggle };
}
