/** What a printer answers: a string between STX and ETX, or a quoted value of Set-Get-Do. Text is Latin-1. */
export type PrinterReply =
  | { readonly kind: 'framed'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'fault'; readonly offset: number; readonly expected: string };

export interface ReplyStream {
  push(chunk: Uint8Array): PrinterReply[];
  /** The printer has paused: what has begun will not be completed. */
  end(): PrinterReply[];
}

const stx = 0x02;
const etx = 0x03;
const quote = 0x22;

/** Cuts what a printer sends into its replies; bounded by `maxBytes` a reply, and the same at every split. */
export function createReplyStream(maxBytes = 4096): ReplyStream {
  let closing: number | null = null;
  let held = '';
  let offset = 0;
  let start = 0;

  const cut = (expected: string): PrinterReply => {
    closing = null;
    held = '';
    return { kind: 'fault', offset: start, expected };
  };

  const take = (byte: number): PrinterReply[] => {
    // A new STX tells that the reply before it was cut off.
    const before = byte === stx && closing !== null ? [cut('ETX or quote')] : [];
    if (closing === null) {
      if (byte !== stx && byte !== quote) return before;
      closing = byte === stx ? etx : quote;
      start = offset;
      held = '';
      return before;
    }
    if (byte === closing) {
      const reply: PrinterReply =
        closing === etx ? { kind: 'framed', text: held } : { kind: 'quoted', text: `"${held}"` };
      closing = null;
      return [reply];
    }
    if (held.length >= maxBytes) return [cut(`at most ${maxBytes} bytes`)];
    held += String.fromCharCode(byte);
    return [];
  };

  return {
    push: (chunk) => {
      const replies: PrinterReply[] = [];
      for (const byte of chunk) {
        replies.push(...take(byte));
        offset += 1;
      }
      return replies;
    },
    end: () => (closing === null ? [] : [cut('ETX or quote')]),
  };
}
