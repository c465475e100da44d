import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRepository, type TestRepository } from '../../gateway/epcis/testing-repository.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { hashEvents } from '../../protocols/epcis/hash/event-hash-id.ts';
import type { JsonObject } from '../../protocols/epcis/json.ts';
import { queryDocumentToXml } from '../../protocols/epcis/xml/document-to-xml.ts';
import { readEpcisXml } from '../../protocols/epcis/xml/read-epcis-xml.ts';
import { schemaFaults } from '../../protocols/epcis/xml/testing-xml-schema.ts';
import { canonicalJson } from '../../protocols/wire/canonical-json.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector, vectorsFolder } from './vectors.ts';

function filesIn(folder: string, ending: string): string[] {
  const path = join(vectorsFolder, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

const valid = [...filesIn('epcis/documents/valid', '.json'), ...filesIn('epcis/event-hash', '.jsonld')];
const never = { 'GS1-EPC-Format': 'Never_Translates' };

/** Events that say the same have the same hash, in whatever context they stand. */
const sayings = (document: JsonObject) => hashEvents(document, sha256Hex).map(({ hashId }) => hashId);

/** True for an event that came back letter by letter, but for what a repository adds. */
function isAsCaptured(event: JsonObject, document: JsonObject): boolean {
  const bare = ({ eventID: _id, recordTime: _recorded, '@context': _context, ...rest }: JsonObject) =>
    canonicalJson(rest);
  return hashEvents(document, sha256Hex).some((one) => bare(one.event) === bare(event));
}

describeVectors('EPCIS documents captured and queried back', () => {
  const count = countVectors('EPCIS documents captured and queried back');
  const asInSchema = countVectors('EPCIS XML that we write, by the sequences and types of the XML schema');
  let repository: TestRepository;
  let schema: ReturnType<Ajv['compile']>;

  beforeAll(async () => {
    repository = await startTestRepository();
    const ajv = new Ajv({ strict: false, allErrors: false });
    addFormats.default(ajv);
    schema = ajv.compile(JSON.parse(readVector('epcis/EPCIS-JSON-Schema.json')) as object);
  });
  afterAll(() => repository.stop());

  test.each(valid)('%s', async (file) => {
    const document = JSON.parse(readVector(file)) as JsonObject;
    // The ids of the vectors are not theirs alone: what the events say makes them out.
    const anew = JSON.parse(
      JSON.stringify(document, (name, value: unknown) => (name === 'eventID' ? undefined : value)),
    ) as JsonObject;
    const job = await repository.capture(anew);
    const wanted = sayings(anew);
    const found: string[] = [];
    for (const hash of new Set(wanted)) {
      const response = await repository.get(`/events/${encodeURIComponent(hash)}`, never);
      const answer = (await response.json()) as JsonObject;
      const isValid = schema(answer);
      count.try(() => expect(isValid, `${file} ${hash} ${JSON.stringify(schema.errors)}`).toBe(true));
      // A document may name fields that its hashes leave out; an answer is another document, and does not.
      const again = hashEvents(answer, sha256Hex).map((one) =>
        isAsCaptured(one.event, anew) ? hash : one.hashId,
      );
      found.push(...again);
    }
    count.try(() => expect(job.success).toBe(true));
    // What says the same is one event; a declaration says what its event does.
    count.try(() => expect(new Set(found)).toEqual(new Set(wanted)));
  });

  test.each(filesIn('epcis/documents/invalid', '.json'))('refuses %s', async (file) => {
    const response = await repository.post('/capture', readVector(file));
    const problem = (await response.json()) as { type: string; place: string };
    count.try(() => {
      expect(response.status).toBe(400);
      expect(problem.type).toBe('epcisException:ValidationException');
      expect(problem.place).toMatch(/^\$\.epcisBody\.eventList\[\d+\]/);
    });
  });

  // Of a document whose hashes leave fields out, the ids are not those of what its events say.
  const sayingAll = valid.filter((file) => !readVector(file).includes('ignoreFields'));
  test.each(sayingAll)('%s by way of XML', async (file) => {
    const document = JSON.parse(readVector(file)) as JsonObject;
    const eventList = hashEvents(document).map(({ event }) => event);
    const alone = document.type !== 'EPCISDocument' && document.type !== 'EPCISQueryDocument';
    const resultsBody = {
      eventList: eventList.map(({ '@context': context, eventID: _id, ...event }) =>
        alone || context === undefined ? event : { '@context': context, ...event },
      ),
    };
    const results: JsonObject = {
      '@context': document['@context'] ?? [],
      type: 'EPCISQueryDocument',
      creationDate: '2026-01-01T00:00:00Z',
      epcisBody: { queryResults: { queryName: 'q', resultsBody } },
    };
    const wanted = sayings(results);
    const xml = queryDocumentToXml(results, 'Always_URN');
    asInSchema.try(() => expect(schemaFaults(xml), file).toEqual([]));
    const job = await repository.capture(xml, { 'content-type': 'application/xml' });
    count.try(() => expect(job, file).toMatchObject({ success: true }));
    for (const hash of new Set(wanted)) {
      const answer = await repository.get(`/events/${encodeURIComponent(hash)}`, {
        ...never,
        accept: 'application/xml',
      });
      const text = await answer.text();
      asInSchema.try(() => expect(schemaFaults(text), file).toEqual([]));
      const again = readEpcisXml(text, { maxCharacters: 1e7, maxDepth: 64, maxEvents: 100 });
      count.try(() => expect(again.ok ? sayings(again.document) : again.fault, file).toContain(hash));
    }
  });

  test('all of them in each form of identifiers: the same events, and valid', async () => {
    const inForm = async (format: string) => {
      const response = await repository.get('/events?perPage=1000', { 'GS1-EPC-Format': format });
      return (await response.json()) as JsonObject;
    };
    // One event names a parcel in both forms: translated it names it once, and says something else.
    const wanted = sayings(await inForm('Always_GS1_Digital_Link'));
    const captured = sayings(await inForm('Never_Translates'));
    count.try(() => expect(captured.filter((hash) => !wanted.includes(hash))).toHaveLength(1));
    for (const format of ['Always_EPC_URN', 'No_Preference']) {
      const answer = await inForm(format);
      count.try(() => expect(sayings(answer), format).toEqual(wanted));
      count.try(() => expect(schema(answer), JSON.stringify(schema.errors)).toBe(true));
    }
    const urns = JSON.stringify(await inForm('Always_EPC_URN'));
    // Of this company prefix the documents show enough URNs to know it.
    count.try(() => expect(urns).not.toMatch(/"https:\/\/id\.gs1\.org\/(?:00\/\d|01\/\d|414\/)4012345/));
  });

  test('all of them together, as one valid document in GS1 Digital Link', async () => {
    const response = await repository.get('/events?perPage=1000');
    const isValid = schema(await response.json());
    count.try(() => expect(isValid, JSON.stringify(schema.errors)).toBe(true));
  });
});
