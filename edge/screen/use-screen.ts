import { useEffect, useState } from 'react';
import { getJson } from '../../kernel/web/api.ts';
import { type LiveState, useLive } from '../../kernel/web/live.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';

/** The newest view of the station, and whether the agent is there. */
export function useScreen(): { view: ScreenView | null; agent: LiveState } {
  const [view, setView] = useState<ScreenView | null>(null);
  const agent = useLive('/v1/screen/stream', 'screen', (data) => setView(data as ScreenView));
  useEffect(() => {
    // Asked once besides the stream, because only a plain answer says that a token is wanted.
    getJson<ScreenView>('/v1/screen').then(
      (first) => setView((newer) => newer ?? first),
      () => undefined,
    );
  }, []);
  return { view, agent };
}
