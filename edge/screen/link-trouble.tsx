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

/** Facts stay here although there may be a network: it stays until a person has seen to it, and holds up no scan. */
export function LinkTrouble({ link }: { readonly link: ScreenView['link'] }) {
  const { text } = useWords();
  const code = link.stopped?.code ?? link.refused?.code;
  if (code === undefined) return null;
  const [what, remedy] = troubles[code] ?? ['troubleRefused', 'doRefused'];
  return (
    <div className="trouble" role="alert">
      <span className="trouble-sign" aria-hidden="true">
        ⚠
      </span>
      <div>
        <p>
          <strong>{text(what)}</strong> {text('keptHere')}
        </p>
        <p className="trouble-remedy">
          {text(remedy)} <code>{code}</code>
        </p>
      </div>
    </div>
  );
}
