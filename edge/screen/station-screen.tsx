import { useState } from 'react';
import { ActionBar } from './action-bar.tsx';
import { NoAgent, NothingSent, Starting } from './agent-state.tsx';
import { noticeOf } from './notice.ts';
import { NoticeBanner } from './notice-banner.tsx';
import { OrderPanel } from './order-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { StatusBar } from './status-bar.tsx';
import { useCommands } from './use-commands.ts';
import { useScreen } from './use-screen.ts';
import { useSound } from './use-sound.ts';
import { useWedge } from './use-wedge.ts';

/** The whole pack station: what to scan next, what the last scan said, and how far the order is. */
export function StationScreen() {
  const { view, agent } = useScreen();
  const commands = useCommands();
  const [acknowledged, setAcknowledged] = useState(0);
  const sound = useSound(view?.last?.seq, view?.last?.tone);
  const acknowledgeScan = () => {
    commands.clearFault();
    setAcknowledged(view?.last?.seq ?? 0);
  };
  const wedge = useWedge(commands.send, acknowledgeScan);
  const acknowledge = () => {
    wedge.clearFragment();
    acknowledgeScan();
  };

  if (view === null) return <Starting lost={agent === 'lost'} />;
  const notice = noticeOf(view, commands.fault, wedge.fragment, acknowledged);
  return (
    <div className="screen" data-phase={view.phase} data-tone={notice?.holds ? 'error' : 'calm'}>
      <StatusBar view={view} agent={agent} sound={sound} />
      {agent === 'lost' && <NoAgent />}
      {view.link.stopped !== undefined && <NothingSent {...view.link.stopped} />}
      <main className="stage" data-stale={agent === 'lost'}>
        <h1 className="prompt">{view.prompt}</h1>
        <NoticeBanner notice={notice} onAcknowledge={acknowledge} />
        {view.order === null ? (
          <QueuePanel queue={view.queue} onOpen={commands.send} />
        ) : (
          <OrderPanel view={view} order={view.order} />
        )}
      </main>
      {view.order !== null && view.phase === 'picking' && (
        <ActionBar order={view.order} onCommand={commands.send} />
      )}
    </div>
  );
}
