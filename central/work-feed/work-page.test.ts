import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { stockUp } from '../test-goods.ts';
import { readWorkPage } from './work-page.ts';

let context: Awaited<ReturnType<typeof testContext>>;

beforeEach(async () => {
  context = await testContext();
  await stockUp(await createApp(context));
});

const pull = (after: number, epoch?: string) =>
  readWorkPage(context, { site: 's1', after, epoch, limit: 500 });

test('a replica goes on where it is, under the same name of the feed', async () => {
  const all = await pull(0);
  expect(all.documents.length).toBeGreaterThan(0);
  const rest = await pull(all.cursor, all.epoch);
  expect(rest).toMatchObject({ epoch: all.epoch, documents: [], cursor: all.cursor });
});

test('a replica that is ahead, because central was put back from a copy, begins again under another name', async () => {
  const all = await pull(0);
  const again = await pull(all.cursor + 1, all.epoch);
  expect(again.epoch).not.toBe(all.epoch);
  expect(again.documents).toEqual(all.documents);
  // Once: who knows the new name goes on, and the old one leads to it.
  expect((await pull(again.cursor, again.epoch)).epoch).toBe(again.epoch);
  expect((await pull(all.cursor, all.epoch)).epoch).toBe(again.epoch);
});
