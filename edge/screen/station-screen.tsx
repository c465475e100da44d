import { useEffect, useState } from 'react';
import { languageAmong } from '../../kernel/web/language.ts';
import { speak } from '../../kernel/web/spoken-language.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { ActionBar } from './action-bar.tsx';
import { NoAgent, Starting } from './agent-state.tsx';
import { CameraPanel } from './capture/camera-panel.tsx';
import { LinkTrouble } from './link-trouble.tsx';
import { NoticeBanner } from './notice-banner.tsx';
import { type OverlayName, Overlays } from './overlays.tsx';
import { ActivityPanel } from './panels/activity-panel.tsx';
import { NotPrinted } from './panels/not-printed.tsx';
import { useHand } from './preferences.ts';
import { PortContext, type ScreenPort, usePort } from './screen-port.ts';
import { selfTestAddress } from './self-test/address.ts';
import { SelfTestPage } from './self-test/self-test-page.tsx';
import { StatusBar } from './status-bar.tsx';
import { useAddress } from './use-address.ts';
import { useDesk } from './use-desk.ts';
import { useFromTop } from './use-from-top.ts';
import { useSound } from './use-sound.ts';
import { WantsPanel } from './wants/wants-panel.tsx';
import { LanguageContext } from './words.ts';
import { WorkHead } from './work-head.tsx';
import './screen.css';

/** The whole screen of a station or a handheld: what to scan next, what the last scan said, and how far the work is. */
export function StationScreen({ port }: { readonly port: ScreenPort }) {
  const language = port.view?.language ?? languageAmong(navigator.languages);
  const address = useAddress();
  useEffect(() => {
    document.documentElement.lang = language;
    speak(language);
  }, [language]);
  return (
    <PortContext value={port}>
      <LanguageContext value={language}>
        {port.view === null ? (
          <Starting lost={port.connected === 'lost'} />
        ) : address === selfTestAddress ? (
          <SelfTestPage />
        ) : (
          <Work view={port.view} />
        )}
      </LanguageContext>
    </PortContext>
  );
}

function Work({ view }: { readonly view: ScreenView }) {
  const { connected } = usePort();
  const desk = useDesk(view);
  const sound = useSound(desk.history);
  const [hand, setHand] = useHand();
  const [open, setOpen] = useState<OverlayName | null>(null);
  const close = () => setOpen(null);
  const lost = connected === 'lost';
  const body = useFromTop<HTMLDivElement>(view);
  return (
    <div
      className="screen"
      data-phase={view.phase}
      data-hand={hand}
      data-tone={desk.notice?.holds ? 'error' : 'calm'}
      data-filled={fillsTheScreen(view)}
    >
      <StatusBar view={view} sound={sound} onSettings={() => setOpen('settings')} />
      {lost && <NoAgent />}
      <LinkTrouble link={view.link} />
      <main className="stage" data-stale={lost}>
        <WorkHead view={view} />
        <NoticeBanner notice={desk.notice} onAcknowledge={desk.acknowledge} />
        <NotPrinted jobs={view.notPrinted} />
        <div ref={body} className="stage-body">
          <WantsPanel wants={view.wants} onCommand={desk.command} />
          {open === 'camera' && <CameraPanel onScan={desk.scan} onClose={close} />}
          {open !== 'camera' && !fillsTheScreen(view) && <ActivityPanel view={view} desk={desk} />}
        </div>
      </main>
      <ActionBar actions={view.actions} onCommand={desk.command} onOpen={setOpen} />
      <Overlays
        open={open}
        onClose={close}
        onOpen={setOpen}
        view={view}
        desk={desk}
        sound={sound}
        hand={hand}
        onHand={setHand}
      />
    </div>
  );
}

/** One task a screen: nothing else is shown beside these two. */
function fillsTheScreen({ wants }: ScreenView): boolean {
  return wants.pin === true || wants.signature === true;
}
