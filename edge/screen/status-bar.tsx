import type { LiveState } from '../../kernel/web/live.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { Icon } from './icons.tsx';
import { usePort } from './screen-port.ts';
import { useNow } from './use-now.ts';
import type { Sound, SoundState } from './use-sound.ts';
import { useWorkAge } from './use-work-age.ts';
import { useWords } from './words.ts';

/** From this age on the station's knowledge of orders and holds is called old. */
const oldKnowledgeMs = 15 * 60_000;
/** A fact that waits longer than this waits for the network, and not for its turn. */
const longUnsentMs = 60_000;

interface StatusBarProps {
  readonly view: ScreenView;
  readonly sound: Sound;
  readonly onSettings: () => void;
}

/** Where, who, and whether everything is connected. */
export function StatusBar({ view, sound, onSettings }: StatusBarProps) {
  const { text } = useWords();
  return (
    <header className="status-bar">
      <p className="station">
        <strong>{view.station}</strong>
        <span className="soft">{view.site}</span>
        {view.place !== null && <span className="place">{view.place}</span>}
      </p>
      <Operator view={view} />
      <span className="status-gap" />
      <div className="chips">
        {view.devices.map((device) => (
          <Device key={device.id} device={device} />
        ))}
        {view.printing > 0 && <p className="chip">{text('printing', { n: view.printing })}</p>}
        <Link link={view.link} />
      </div>
      <SoundButton sound={sound} />
      <button type="button" className="tool" aria-label={text('settings')} onClick={onSettings}>
        <Icon name="settings" />
      </button>
    </header>
  );
}

function Operator({ view }: { view: ScreenView }) {
  const { text } = useWords();
  if (view.operator === null) {
    return (
      <p className="chip operator" data-kind="partial">
        ○ {text('nobody')}
      </p>
    );
  }
  return (
    <p className="chip operator" data-kind="calm">
      {view.operator}
      {view.role === 'supervisor' && ` ★ ${text('supervisor')}`}
    </p>
  );
}

function Device({ device }: { device: ScreenView['devices'][number] }) {
  const { text } = useWords();
  const well = device.state === 'connected';
  // It answers, but cannot work: out of labels, or overloaded.
  const fault = text(device.state === 'failed' ? 'deviceFailed' : 'notConnected');
  const name = device.kind === 'storage' ? text('storage') : device.id;
  return (
    <p className="chip" data-kind={well ? 'calm' : 'bad'} data-device={well} title={device.detail}>
      {well ? `✓ ${name}` : `✕ ${name} ${fault}`}
    </p>
  );
}

function Link({ link }: { link: ScreenView['link'] }) {
  const { text, span } = useWords();
  const { connected } = usePort();
  const now = useNow();
  const age = useWorkAge(link, now);
  return (
    <>
      <Unsent link={link} now={now} />
      <UnsentPictures n={link.unsentPictures ?? 0} />
      <p className="chip" data-kind={age !== null && age < oldKnowledgeMs ? 'calm' : 'partial'}>
        {age === null ? `○ ${text('noWorkYet')}` : text('workAge', { span: span(age) })}
      </p>
      <p className="chip" data-kind={link.connected && connected === 'open' ? 'good' : 'partial'}>
        {connectionText(connected, link.connected, text)}
      </p>
    </>
  );
}

function connectionText(
  connected: LiveState,
  online: boolean,
  text: ReturnType<typeof useWords>['text'],
): string {
  if (connected === 'lost') return `✕ ${text('noConnection')}`;
  return online ? `✓ ${text('online')}` : `◐ ${text('offline')}`;
}

function Unsent({ link, now }: { link: ScreenView['link']; now: number }) {
  const { text, span } = useWords();
  if (link.unacknowledged === 0) return null;
  const since = link.oldestUnacknowledgedAt === null ? 0 : now - Date.parse(link.oldestUnacknowledgedAt);
  const n = link.unacknowledged;
  return (
    <p className="chip" data-kind={since > longUnsentMs ? 'partial' : 'calm'}>
      ↑ {since > longUnsentMs ? text('unsentFor', { n, span: span(since) }) : text('unsent', { n })}
    </p>
  );
}

function UnsentPictures({ n }: { n: number }) {
  const { text } = useWords();
  return n === 0 ? null : <p className="chip">↑ {text('unsentPictures', { n })}</p>;
}

const soundWords = { blocked: 'soundBlocked', on: 'soundOn', muted: 'soundMuted' } as const;

function SoundButton({ sound }: { sound: Sound }) {
  const { text } = useWords();
  const state: SoundState = sound.state;
  return (
    <button
      type="button"
      className="tool sound"
      data-state={state}
      aria-pressed={state === 'on'}
      aria-label={text(soundWords[state])}
      onClick={sound.toggle}
    >
      <Icon name={state === 'on' ? 'sound' : 'mute'} />
      {state === 'blocked' && <span className="tool-word">{text('soundBlocked')}</span>}
    </button>
  );
}
