import { useEffect, useEffectEvent, useState } from 'react';

/** `connecting` only before the first success; `lost` until the stream is open again. */
export type LiveState = 'connecting' | 'open' | 'lost';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Follows a stream of server-sent events for as long as the component lives, and opens it again whenever it breaks.
 * (An EventSource gives up for good when a proxy or a restarting service answers with an error.)
 *
 * @param event name of the events that `onData` gets, parsed from JSON.
 */
export function useLive(path: string, event: string, onData: (data: unknown) => void): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const receive = useEffectEvent(onData);
  useEffect(() => follow(path, event, (data) => receive(data), setState), [path, event]);
  return state;
}

function follow(
  path: string,
  event: string,
  onData: (data: unknown) => void,
  onState: (state: LiveState) => void,
): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  const open = () => {
    source = new EventSource(path);
    source.onopen = () => {
      pauseMs = firstPauseMs;
      onState('open');
    };
    source.addEventListener(event, (message) => onData(JSON.parse(message.data)));
    source.onerror = () => {
      source?.close();
      onState('lost');
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
