import { useState } from 'react';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import { useWedge } from './capture/use-wedge.ts';
import { remember } from './history.ts';
import { type Notice, noticeOf } from './notice.ts';
import { type Fault, usePort } from './screen-port.ts';
import { useWords } from './words.ts';

/** What the page itself remembers beside the newest view. */
export interface Desk {
  readonly notice: Notice | null;
  /** Newest first. */
  readonly history: readonly LastScan[];
  /** Sends a command; what came of it is seen in the view, and a failure in the notice. */
  readonly command: (code: string) => void;
  readonly scan: (raw: string) => void;
  readonly acknowledge: () => void;
}

export function useDesk(view: ScreenView): Desk {
  const port = usePort();
  const words = useWords();
  const [fault, setFault] = useState<Fault | null>(null);
  const [acknowledged, setAcknowledged] = useState(0);
  const ofPage = useHistory(view.last);
  const sent = (sending: Promise<Fault | null>) => {
    setFault(null);
    void sending.then((failed) => {
      if (failed !== null) setFault(failed);
    });
  };
  const scan = (raw: string) => sent(port.scan(raw));
  const wedge = useWedge(scan, () => {
    const holds = notice?.holds === true;
    if (holds) acknowledge();
    return holds;
  });
  const acknowledge = () => {
    wedge.clearFragment();
    setFault(null);
    setAcknowledged(view.last?.seq ?? 0);
  };
  const notice = noticeOf(view, { fault, fragment: wedge.fragment, acknowledged }, words);
  return {
    notice,
    history: port.history ?? ofPage,
    command: (code) => sent(port.command(code)),
    scan,
    acknowledge,
  };
}

function useHistory(last: LastScan | null): readonly LastScan[] {
  const [history, setHistory] = useState<readonly LastScan[]>([]);
  const known = remember(history, last);
  // React renders again before anything is painted: the list is never one scan behind.
  if (known !== history) setHistory(known);
  return known;
}
