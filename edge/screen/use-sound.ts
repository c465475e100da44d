import { useCallback, useEffect, useRef, useState } from 'react';
import type { LastScan } from '../fulfilment/screen-view.ts';
import { Speaker, toneOf } from './sound.ts';

/** blocked: the browser waits for a first touch. */
export type SoundState = 'blocked' | 'on' | 'muted';

export interface Sound {
  readonly state: SoundState;
  readonly toggle: () => void;
}

const speaker = new Speaker();
const storageKey = 'packproof.sound';

/** Plays a tone for what is new in the history; what it holds at first is past, and stays silent. */
export function useSound(history: readonly LastScan[]): Sound {
  const [muted, setMuted] = useState(() => localStorage.getItem(storageKey) === 'muted');
  const [ready, setReady] = useState(speaker.ready);
  const heard = useRef<number | null | undefined>(undefined);

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
    const before = heard.current;
    heard.current = history[0]?.seq ?? null;
    const tone = before === undefined ? null : toneOf(history, before);
    if (tone !== null) speaker.play(tone, !muted);
  }, [history, muted]);

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
