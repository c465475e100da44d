import type { ServiceView } from '../../fulfilment/service/service-view.ts';
import { useWords, type Words } from '../words.ts';
import { FactPanel, type PanelFact } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

/** What a visit is for. */
export function ServiceRows({ service }: { readonly service: ServiceView }) {
  const { text } = useWords();
  const rows = service.lines.map(({ line, sku, name, units }) => ({
    key: String(line),
    state: 'todo' as const,
    title: name,
    detail: sku,
    done: 0,
    units,
    missing: 0,
    current: false,
  }));
  return <Rows label={text('visitRows')} rows={rows} />;
}

/** With whom it is, where, and when. */
export function ServiceFacts({ service }: { readonly service: ServiceView }) {
  const words = useWords();
  const { text, time } = words;
  const { appointment, startedAt } = service;
  const facts: PanelFact[] = [{ name: service.customer, value: service.address }];
  if (appointment !== null) {
    facts.push({ name: text('appointment'), value: agreed(appointment, words) });
  }
  facts.push(
    startedAt === null
      ? { name: text('startedAt'), value: text('notStarted'), tone: 'open' }
      : { name: text('startedAt'), value: time(startedAt), tone: 'good' },
  );
  return <FactPanel title={text('visit')} facts={facts} />;
}

function agreed({ from, to }: { from: string; to: string }, { language }: Words): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hour12: false,
  });
  return format.formatRange(new Date(from), new Date(to));
}
