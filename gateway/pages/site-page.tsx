import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../../kernel/web/api.ts';
import { alertsOf } from '../../protocols/wire/site-condition.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { AlertList } from './alert-list.tsx';
import { Figures } from './figures.tsx';
import { PageHead } from './page-head.tsx';
import { ReaderList } from './reader-list.tsx';
import { SiteMap } from './site-map.tsx';
import { StationDrawer } from './station-drawer.tsx';
import { Waiting } from './waiting.tsx';

const pollMs = 2_000;

/** A site at a glance: its stations on a map, what is wrong, who reads its events. Made to hang on a wall. */
export function SitePage() {
  const query = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => getJson<GatewayStatus>('/v1/status', signal),
    refetchInterval: pollMs,
    refetchIntervalInBackground: true,
    retry: false,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const status = query.data;
  if (status === undefined) return <Waiting error={query.error} />;
  const alerts = alertsOf(status);
  const station = status.stations.find((each) => each.station === chosen);
  return (
    <>
      <PageHead status={status} alerts={alerts} lost={query.error !== null} />
      <main className="site">
        <Figures status={status} />
        <SiteMap status={status} onChoose={setChosen} />
        <div className="site-lists">
          <AlertList alerts={alerts} status={status} onChoose={setChosen} />
          <ReaderList status={status} />
        </div>
      </main>
      <StationDrawer
        station={station}
        alerts={alerts.filter(({ subject }) => subject === chosen)}
        at={status.at}
        onClose={() => setChosen(null)}
      />
    </>
  );
}
