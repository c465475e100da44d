import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../protocols/wire/canonical-json.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { PlainFact } from '../../protocols/wire/plain-fact.ts';
import { chainOf, testSite } from '../testing-gateway.ts';
import { readArrival } from './read-arrival.ts';

const station = 'pack-1';
const facts = chainOf(station, 2);
const factsText = `"facts":[${facts.map(canonicalJson).join(',')}]`;
const owner = `"v":1,"site":"${testSite}","station":"${station}"`;
const sentAt = '2026-03-01T08:00:00.000Z';
const head = {
  ...{ seq: 2, hash: facts[1]?.hash, key: 'a'.repeat(16), signature: 'A'.repeat(86) },
};

function read(text: string) {
  const { arrival, fault } = readArrival({ site: testSite, station, topic: 't', payload: Buffer.from(text) });
  if (arrival.kind === 'refused') return { code: arrival.code, fault };
  return { arrival, isPlain: arrival.facts.every((fact) => fact instanceof PlainFact) };
}

describe('a message of a facts topic', () => {
  test.each([
    ['of a station', `{${owner},${factsText}}`, {}],
    ['with the time of the station', `{${owner},"sentAt":"${sentAt}",${factsText}}`, { sentAt }],
    [
      'with a signed head',
      `{${owner},"sentAt":"${sentAt}","head":${JSON.stringify(head)},${factsText}}`,
      { sentAt, head },
    ],
  ])('%s is read where its facts stand', (_what, text, members) => {
    expect(read(text)).toMatchObject({ isPlain: true, arrival: { kind: 'batch', station, ...members } });
  });

  test.each([
    ['with its facts first', `{${factsText},${owner}}`],
    ['with spaces', `{ ${owner},${factsText} }`],
    ['with a fact that is not plain', `{${owner},"facts":[${canonicalJson(facts[0])},{"seq":2}]}`],
  ])('%s is read all the same', (_what, text) => {
    expect(read(text)).toMatchObject({ isPlain: false, arrival: { kind: 'batch', station } });
  });

  const one = canonicalJson(facts[0]);
  test.each([
    ['that is no JSON', `{${owner},${factsText}`, 'BATCH_INVALID'],
    ['with something behind it', `{${owner},${factsText}}}`, 'BATCH_INVALID'],
    ['with a member that nobody knows', `{${owner},"x":1,${factsText}}`, 'BATCH_INVALID'],
    ['of another version', `{${owner.replace('1', '2')},${factsText}}`, 'BATCH_INVALID'],
    [
      'with a time that is none',
      `{${owner},"sentAt":"2026-02-30T08:00:00.000Z",${factsText}}`,
      'BATCH_INVALID',
    ],
    ['without facts', `{${owner},"facts":[]}`, 'BATCH_INVALID'],
    [
      'with too many facts',
      `{${owner},"facts":[${Array(maxFactsPerBatch + 1)
        .fill(one)
        .join()}]}`,
      'BATCH_INVALID',
    ],
    ['of another station', `{${owner.replace(station, 'pack-2')},${factsText}}`, 'BATCH_FOREIGN'],
  ])('%s is refused', (_what, text, code) => {
    expect(read(text)).toMatchObject({ code, fault: { code } });
  });
});
