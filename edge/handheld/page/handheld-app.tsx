import { useSyncExternalStore } from 'react';
import { StationScreen } from '../../screen/station-screen.tsx';
import type { Handheld } from '../core/handheld.ts';
import { EnrolPage } from './enrol-page.tsx';
import { useHandheldPort } from './handheld-port.ts';
import { NoticePage } from './notice-page.tsx';
import { word } from './page-words.ts';
import type { Start } from './start.ts';
import { StorageBar } from './storage-bar.tsx';
import type { Update } from './update.ts';
import { UpdateBar } from './update-bar.tsx';

/** The handheld from its first line to the screen on which work is done. */
export function HandheldApp({ start, update }: { readonly start: Start; readonly update: Update }) {
  const stage = useSyncExternalStore(start.watch, start.stage);
  switch (stage.kind) {
    case 'starting':
      return <NoticePage title={word('starting')} />;
    case 'unfit':
      return (
        <NoticePage
          title={word('unfitTitle')}
          text={word('unfitHow', { missing: stage.missing.join(', ') })}
        />
      );
    case 'unenrolled':
      return <EnrolPage stage={stage} onCode={(code) => void start.enrol(code)} />;
    case 'second':
      return <NoticePage title={word('secondTitle')} text={word('secondHow')} />;
    case 'broken':
      return <NoticePage title={word('brokenTitle')} text={word('brokenHow', { message: stage.message })} />;
    case 'working':
      return <Working handheld={stage.handheld} update={update} />;
  }
}

function Working({ handheld, update }: { readonly handheld: Handheld; readonly update: Update }) {
  const port = useHandheldPort(handheld);
  const { language } = handheld.view();
  return (
    <div className="handheld-frame">
      <UpdateBar update={update} resting={handheld.resting} language={language} />
      <StorageBar handheld={handheld} language={language} />
      <StationScreen port={port} />
    </div>
  );
}
