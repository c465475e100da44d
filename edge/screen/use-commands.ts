import { useCallback, useRef, useState } from 'react';
import { Problem, postJson } from '../../kernel/web/api.ts';

export interface CommandFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Commands {
  /** Sends what a touch or a keyboard wedge said: exactly as if that barcode had been scanned. */
  readonly send: (code: string) => void;
  readonly fault: CommandFault | null;
  readonly clearFault: () => void;
}

/** Commands go out strictly first in, first out: each waits for the answer to the one before. */
export function useCommands(): Commands {
  const tail = useRef<Promise<void>>(Promise.resolve());
  const [fault, setFault] = useState<CommandFault | null>(null);
  const send = useCallback((code: string) => {
    setFault(null);
    tail.current = tail.current.then(async () => {
      try {
        await postJson('/v1/commands', { v: 1, code });
      } catch (thrown) {
        setFault(faultOf(code, thrown));
      }
    });
  }, []);
  const clearFault = useCallback(() => setFault(null), []);
  return { send, fault, clearFault };
}

function faultOf(code: string, thrown: unknown): CommandFault {
  if (thrown instanceof Problem && thrown.status !== 0) {
    return { code, message: thrown.message, remedy: thrown.remedy };
  }
  return {
    code,
    message: 'The station agent did not answer.',
    remedy: 'Look at the lines before you scan it again: it may have been counted.',
  };
}
