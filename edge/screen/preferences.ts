import { useState } from 'react';

export type Hand = 'right' | 'left';

const handKey = 'packproof.hand';

/** The hand that works, kept at this device. */
export function useHand(): [Hand, (hand: Hand) => void] {
  const [hand, setHand] = useState<Hand>(() => (localStorage.getItem(handKey) === 'left' ? 'left' : 'right'));
  const change = (next: Hand) => {
    localStorage.setItem(handKey, next);
    setHand(next);
  };
  return [hand, change];
}
