import { expect, test } from 'vitest';
import { applicationIdentifiers } from '../../protocols/gs1/application-identifiers.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

/** An entry of the dictionary, read by the rules in its own header. */
function entriesOf(dictionary: string) {
  return dictionary
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [body = '', title = ''] = line.split(/#(.*)$/);
      const [ais = '', ...words] = body.trim().split(/\s+/);
      const flags = /^[A-Za-z0-9[]/.test(words[0] ?? '') ? '' : (words.shift() ?? '');
      const isLink = (word: string) => /^(req=|ex=|dlpkey)/.test(word);
      return {
        ais: rangeOf(ais),
        flags,
        components: words.filter((word) => !isLink(word)),
        links: words.filter(isLink),
        title: title.trim(),
      };
    });
}

function rangeOf(ais: string): string[] {
  const [first = '', last = first] = ais.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) =>
    String(Number(first) + index).padStart(first.length, '0'),
  );
}

function written(identifier: (typeof applicationIdentifiers)[number]) {
  const { requires, excludes, qualifiers } = identifier;
  const keys =
    qualifiers === null ? [] : [`dlpkey${qualifiers.length === 0 ? '' : '='}${joined(qualifiers)}`];
  return {
    flags: `${identifier.predefinedLength ? '*' : ''}${identifier.attribute ? '?' : ''}`,
    components: identifier.components.map((part) => {
      const length = part.minLength === part.maxLength ? part.maxLength : `..${part.maxLength}`;
      const form = `${part.characters}${length}`;
      return [part.optional ? `[${form}]` : form, ...part.linters].join(',');
    }),
    links: [
      ...requires.map((groups) => `req=${groups.map((group) => group.join('+')).join(',')}`),
      ...(excludes.length === 0 ? [] : [`ex=${excludes.join(',')}`]),
      ...keys,
    ].sort(),
    title: identifier.title,
  };
}

function joined(sequences: readonly (readonly string[])[]): string {
  return sequences.map((sequence) => sequence.join(',')).join('|');
}

describeVectors('the syntax dictionary and our table', () => {
  const entries = entriesOf(readVector('gs1/gs1-syntax-dictionary.txt'));
  const count = countVectors('GS1 syntax dictionary');
  const ours = new Map(applicationIdentifiers.map((identifier) => [identifier.ai, identifier]));

  test('have the same AIs', () => {
    expect(entries).toHaveLength(224);
    expect([...ours.keys()]).toEqual(entries.flatMap(({ ais }) => ais));
  });

  test.each(entries)('say the same about $ais.0 $title', ({ ais, ...entry }) => {
    count.try(() => {
      for (const ai of ais) {
        const identifier = ours.get(ai);
        if (identifier === undefined) throw new Error(`no AI ${ai}`);
        expect(written(identifier)).toEqual({ ...entry, links: [...entry.links].sort() });
      }
    });
  });
});
