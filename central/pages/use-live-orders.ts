import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type LiveState, useLive } from '../../kernel/web/live.ts';

/** Changes that come within this time are read together, or a busy site would keep the lists reading without end. */
const gatherMs = 700;

/** Reads again what is shown when an order changes, and everything when the stream comes back after a break. */
export function useLiveOrders(): LiveState {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries();
    }, gatherMs);
  };
  const state = useLive('/v1/live', 'message', refresh);
  const was = useRef(state);
  useEffect(() => {
    if (state === 'open' && was.current === 'lost') void queries.invalidateQueries();
    was.current = state;
  }, [state, queries]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return state;
}
