import { useState } from 'react';
import type { Fault } from '../screen-port.ts';
import { useWords } from '../words.ts';

interface Sending {
  readonly busy: boolean;
  /** What went wrong, as text for the person. */
  readonly fault: string | null;
  readonly send: (attempt: () => Promise<Fault | null>) => Promise<void>;
}

/** Sends one thing at a time, and keeps why it could not be sent. */
export function useSending(): Sending {
  const { text } = useWords();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const send = async (attempt: () => Promise<Fault | null>) => {
    setBusy(true);
    setFault(await attempt());
    setBusy(false);
  };
  const said = fault?.kind === 'refused' ? `${fault.message} ${fault.remedy}` : text('noAnswerText');
  return { busy, fault: fault === null ? null : said, send };
}
