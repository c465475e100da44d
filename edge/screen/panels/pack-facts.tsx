import { overrideReasonWords } from '../../../protocols/wire/facts/override-reasons.ts';
import type { PackView } from '../../fulfilment/pack/pack-view.ts';
import { useWords, type Words } from '../words.ts';
import { FactPanel, type PanelFact } from './fact-panel.tsx';

/** What is known of the open parcel beside its content: packaging, weight, tags, and what still stands before its seal. */
export function PackFacts({ pack }: { readonly pack: PackView }) {
  const words = useWords();
  return <FactPanel title={words.text('packTitle')} facts={packFacts(pack, words)} />;
}

function packFacts(pack: PackView, words: Words): PanelFact[] {
  const { text } = words;
  const facts: PanelFact[] = [];
  if (pack.overriding !== null) {
    const reason = overrideReasonWords(pack.overriding)[words.language];
    const value = text('overridingFor', { reason });
    facts.push({ name: text('overriding'), value, tone: 'open' });
  }
  const packaging = pack.packagings.find((one) => one.packaging === pack.packaging);
  if (packaging !== undefined) facts.push({ name: text('packaging'), value: packaging.name });
  else if (pack.suggestion?.[0] !== undefined) {
    facts.push({ name: text('suggestion'), value: pack.suggestion[0].name });
  }
  facts.push(...weightFacts(pack, words), ...tagFacts(pack, words));
  if (pack.photographed) facts.push({ name: text('photo'), value: text('photographed'), tone: 'good' });
  for (const { check, state } of pack.checks) {
    // What failed has been shown above with its figures.
    if (state === 'missing') facts.push({ name: text(check), value: text('missingCheck'), tone: 'open' });
  }
  for (const { tote, units } of pack.totes ?? [])
    facts.push({ name: tote, value: text('units', { n: units }) });
  return facts;
}

function weightFacts({ expected, weighing }: PackView, words: Words): PanelFact[] {
  const { text } = words;
  const facts: PanelFact[] = [];
  if (expected !== null) {
    const value = `${kilograms(expected.grams, words)} ± ${kilograms(expected.toleranceGrams, words)}`;
    facts.push({ name: text('expectedWeight'), value });
  }
  if (weighing !== null) {
    const fits = weighing.outcome === 'within' || weighing.outcome === 'unknown';
    const value = kilograms(weighing.grams, words);
    facts.push({ name: text('weighed'), value, tone: fits ? 'good' : 'bad' });
    const { netGrams, tareGrams } = weighing;
    if (netGrams !== undefined) {
      const tare = tareGrams === undefined ? '?' : kilograms(tareGrams, words);
      facts.push({ name: text('netAndTare'), value: `${kilograms(netGrams, words)} + ${tare}` });
    }
  }
  return facts;
}

function tagFacts({ tags }: PackView, { text }: Words): PanelFact[] {
  if (tags === null) return [];
  const name = text('tags');
  if (tags.outcome === 'complete') {
    return [{ name, value: text('tagsComplete', { n: tags.found }), tone: 'good' }];
  }
  const missing = tags.missing.reduce((sum, { units }) => sum + units, 0);
  const wrong = [
    missing === 0 ? '' : text('tagsMissing', { n: missing }),
    tags.extra.length === 0 ? '' : text('tagsExtra', { n: tags.extra.length }),
    tags.foreign.length === 0 ? '' : text('tagsForeign', { n: tags.foreign.length }),
  ];
  return [{ name, value: wrong.filter((part) => part !== '').join(', '), tone: 'bad' }];
}

function kilograms(grams: number, { language }: Words): string {
  return `${(grams / 1000).toLocaleString(language, { minimumFractionDigits: 3 })} kg`;
}
