import { useState } from 'react';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import type { MessageKey } from './messages/en.ts';
import { useWords } from './words.ts';

/** What is the matter, and what the person in charge has to do. */
type Trouble = readonly [what: MessageKey, remedy: MessageKey];

const revoked: Trouble = ['troubleRevoked', 'doEnrol'];
const restored: Trouble = ['troubleRestored', 'doRestored'];

const troubles: Readonly<Record<string, Trouble>> = {
  STATION_NOT_ADMITTED: revoked,
  HANDHELD_NOT_ADMITTED: revoked,
  IDENTITY_REVOKED: revoked,
  HEAD_KEY_REVOKED: ['troubleReplaced', 'doEnrol'],
  HEAD_KEY_UNKNOWN: ['troubleUnknown', 'doEnrol'],
  STATION_LOG_BEHIND: restored,
  STATION_LOG_FRESH: restored,
  STATION_LOG_FORKED: ['troubleTwice', 'doTwice'],
  STATION_FACTS_GONE: ['troubleGone', 'doGone'],
};

/** Where there is none, the work comes first, and what to do is a touch away. */
const hasRoom = () => window.matchMedia('(min-height: 700px)').matches;

/** Facts stay here although there may be a network: it stays until a person has seen to it, and holds up no scan. */
export function LinkTrouble({ link }: { readonly link: ScreenView['link'] }) {
  const { text } = useWords();
  const [isOpen, setOpen] = useState(hasRoom);
  const code = link.stopped?.code ?? link.refused?.code;
  if (code === undefined) return null;
  const [what, remedy] = troubles[code] ?? ['troubleRefused', 'doRefused'];
  return (
    <div role="alert">
      <details className="trouble" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="trouble-sign" aria-hidden="true">
            ⚠
          </span>
          <strong>{text(what)}</strong>
        </summary>
        <p>{text('keptHere')}</p>
        <p>
          {text(remedy)} <code>{code}</code>
        </p>
      </details>
    </div>
  );
}
