import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Bank } from './bank.tsx';
import { BenchPanel } from './bench-panel.tsx';
import { CodeTable } from './code-table.tsx';
import { Extras } from './extras.tsx';
import { PrinterPanel } from './printer-panel.tsx';
import { readInvoices, readScreen, readSimulator, type Scanner, type Simulator } from './simulator-api.ts';
import { SiteCodes } from './site-codes.tsx';
import { SiteWays } from './site-ways.tsx';
import { StationPanel } from './station-panel.tsx';
import { TourList } from './tour-list.tsx';
import { useScanner } from './use-scanner.ts';
import { useTour } from './use-tour.ts';

/** How often the station is asked what it shows. */
const pollMs = 500;

/** A pack station without hardware: what is clicked here travels as bytes through a pseudo-terminal to the station. */
export function SimulatorPage() {
  const simulator = useQuery({
    queryKey: ['simulator'],
    queryFn: ({ signal }) => readSimulator(signal),
    refetchInterval: 2_000,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const scanner = simulator.data?.scanners.find(({ id }) => id === chosen) ?? simulator.data?.scanners[0];
  if (simulator.data === undefined || scanner === undefined) {
    return (
      <main className="waiting" role="status">
        <h1>{simulator.error === null ? 'Starting' : simulator.error.message}</h1>
        <p className="soft">
          {simulator.data === undefined ? 'Waiting for the simulator.' : 'No scanner is set up.'}
        </p>
      </main>
    );
  }
  return (
    <>
      <PageHead simulator={simulator.data} scanner={scanner} onChoose={setChosen} />
      <Table key={scanner.id} simulator={simulator.data} scanner={scanner} />
    </>
  );
}

interface PageHeadProps {
  simulator: Simulator;
  scanner: Scanner;
  onChoose: (id: string) => void;
}

function PageHead({ simulator, scanner, onChoose }: PageHeadProps) {
  return (
    <header className="page-head">
      <h1>
        Packproof <span className="soft">simulator</span>
      </h1>
      <fieldset className="scanner-tabs">
        <legend className="visually-hidden">Scanner</legend>
        {simulator.scanners.map(({ id, plugged }) => (
          <button key={id} type="button" aria-pressed={id === scanner.id} onClick={() => onChoose(id)}>
            <span aria-hidden="true">{plugged ? '●' : '○'}</span> {id}
            {!plugged && ' (unplugged)'}
          </button>
        ))}
      </fieldset>
      <nav aria-label="Other pages">
        {scanner.edgeUrl != null && (
          <a href={scanner.edgeUrl} target="_blank" rel="noreferrer">
            Station screen ↗
          </a>
        )}
        {simulator.centralUrl != null && (
          <a href={simulator.centralUrl} target="_blank" rel="noreferrer">
            Orders ↗
          </a>
        )}
      </nav>
    </header>
  );
}

function Table({ simulator, scanner }: { simulator: Simulator; scanner: Scanner }) {
  const screen = useQuery({
    queryKey: ['screen', scanner.id],
    queryFn: ({ signal }) => readScreen(scanner.id, signal),
    refetchInterval: pollMs,
  });
  const invoices = useQuery({
    queryKey: ['invoices'],
    queryFn: ({ signal }) => readInvoices(signal),
    refetchInterval: 1_500,
  });
  const actions = useScanner(scanner.id);
  const bench = simulator.benches.find(({ id }) => id === scanner.id);
  const tour = useTour(screen.data, invoices.data);
  return (
    <main className="desk">
      <div className="desk-lead">
        <TourList tour={tour} centralUrl={simulator.centralUrl ?? null} />
        {simulator.hasWays && <SiteWays />}
      </div>
      <div className="desk-middle">
        <StationPanel screen={screen.data} error={screen.error} fault={actions.fault} />
        {screen.data !== undefined && (
          <CodeTable screen={screen.data} plugged={scanner.plugged} onScan={actions.scanText} />
        )}
        <Extras screen={screen.data} scanner={scanner} actions={actions} />
        <SiteCodes codes={simulator.codes} plugged={scanner.plugged} onScan={actions.scanText} />
      </div>
      <div className="desk-side">
        <Bank
          invoices={invoices.data}
          error={invoices.error}
          centralUrl={simulator.centralUrl ?? null}
          onPaid={tour.notePaid}
        />
        {bench !== undefined && <BenchPanel bench={bench} screen={screen.data} />}
        {simulator.printers.includes(scanner.id) && (
          <PrinterPanel id={scanner.id} plugged={scanner.plugged} onScan={actions.scanText} />
        )}
      </div>
    </main>
  );
}
