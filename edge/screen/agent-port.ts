import { useEffect, useMemo, useRef, useState } from 'react';
import { getJson, Problem, postJson, sendBlob } from '../../kernel/web/api.ts';
import { useLive } from '../../kernel/web/live.ts';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import { remember } from './history.ts';
import type { Fault, ScreenPort } from './screen-port.ts';

interface Seen {
  readonly view: ScreenView | null;
  readonly history: readonly LastScan[];
}

/** The agent of this station: its views by a stream, everything else by requests, each waiting for the answer to the one before. */
export function useAgentPort(): ScreenPort {
  const [seen, setSeen] = useState<Seen>({ view: null, history: [] });
  const connected = useLive('/v1/screen/stream', 'screen', (data) => {
    const view = data as ScreenView;
    setSeen(({ history }) => ({ view, history: remember(history, view.last) }));
  });
  useEffect(() => {
    // Asked once besides the stream, because only a plain answer says that a token is wanted.
    getJson<ScreenView>('/v1/screen').then(
      (first) =>
        setSeen((newer) =>
          newer.view === null ? { view: first, history: remember([], first.last) } : newer,
        ),
      () => undefined,
    );
  }, []);
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const sending = useMemo(() => {
    const inTurn = (send: () => Promise<unknown>): Promise<Fault | null> => {
      const result = tail.current.then(() => faultOf(send));
      tail.current = result;
      return result;
    };
    const command = (code: string) => inTurn(() => postJson('/v1/commands', { v: 1, code }));
    const attach: ScreenPort['attach'] = (kind, picture, name) =>
      inTurn(() => sendBlob(attachmentPath(kind, name), picture));
    return { command, scan: command, attach };
  }, []);
  return useMemo(() => ({ ...seen, connected, ...sending }), [seen, connected, sending]);
}

function attachmentPath(kind: 'photo' | 'signature', name: string | undefined): string {
  const query = new URLSearchParams({ kind, ...(name === undefined ? {} : { name }) });
  return `/v1/attachments?${query}`;
}

async function faultOf(send: () => Promise<unknown>): Promise<Fault | null> {
  try {
    await send();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.status === 0) return { kind: 'no_answer' };
    return { kind: 'refused', message: thrown.message, remedy: thrown.remedy };
  }
}
