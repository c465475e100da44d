import { span } from '../../kernel/web/format.ts';
import type { LiveState } from '../../kernel/web/live.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { useNow } from './use-now.ts';
import type { SoundState } from './use-sound.ts';

/** From this age on the station's knowledge of orders and holds is called old. */
const oldKnowledgeMs = 15 * 60_000;

interface StatusBarProps {
  view: ScreenView;
  agent: LiveState;
  sound: { state: SoundState; toggle: () => void };
}

/** Where, who, and whether everything is connected. */
export function StatusBar({ view, agent, sound }: StatusBarProps) {
  return (
    <header className="status-bar">
      <p className="station">
        <strong>{view.station}</strong>
        <span className="soft">{view.site}</span>
      </p>
      <p className="chip" data-kind={view.operator === null ? 'partial' : 'calm'}>
        {view.operator === null ? '○ nobody signed in' : view.operator}
      </p>
      <SoundButton sound={sound} />
      <span className="status-gap" />
      {view.devices.map((device) => (
        <Device key={device.id} device={device} />
      ))}
      <Link link={view.link} agent={agent} />
    </header>
  );
}

function Device({ device }: { device: ScreenView['devices'][number] }) {
  const well = device.state === 'connected';
  return (
    <p className="chip" data-kind={well ? 'calm' : 'bad'} title={device.detail}>
      {well ? '✓' : '✕'} {device.id} {well ? '' : device.state}
    </p>
  );
}

function Link({ link, agent }: { link: ScreenView['link']; agent: LiveState }) {
  const now = useNow();
  const age = link.workAsOf === null ? null : now - Date.parse(link.workAsOf);
  const waitingSince =
    link.oldestUnacknowledgedAt === null ? 0 : now - Date.parse(link.oldestUnacknowledgedAt);
  return (
    <>
      {link.unacknowledged > 0 && (
        <p className="chip" data-kind={waitingSince > 60_000 ? 'partial' : 'calm'}>
          ↑ {link.unacknowledged} unsent{waitingSince > 60_000 && ` for ${span(waitingSince)}`}
        </p>
      )}
      <p className="chip" data-kind={age !== null && age < oldKnowledgeMs ? 'calm' : 'partial'}>
        {age === null ? '○ no orders received yet' : `orders ${span(age)} old`}
      </p>
      <p className="chip" data-kind={link.connected && agent === 'open' ? 'good' : 'partial'}>
        {agent === 'lost' ? '✕ no agent' : link.connected ? '✓ online' : '◐ offline, go on'}
      </p>
    </>
  );
}

const soundWords: Readonly<Record<SoundState, string>> = {
  blocked: '♪ Turn sound on',
  on: '♪ Sound on',
  muted: '♪ Muted',
};

function SoundButton({ sound }: { sound: StatusBarProps['sound'] }) {
  return (
    <button
      type="button"
      className="sound"
      data-state={sound.state}
      aria-pressed={sound.state === 'on'}
      onClick={sound.toggle}
    >
      {soundWords[sound.state]}
    </button>
  );
}
