import type { Page } from 'playwright-core';
import type { Fact } from '../../../protocols/wire/fact.ts';

/** What a handheld has on its disk, read beside its program. */
export async function storedFacts(page: Page, station: string): Promise<Fact[]> {
  const rows = (await storedRows(page, station, 'facts', '(row) => row.json')) as string[];
  return rows.map((json) => JSON.parse(json) as Fact);
}

/** How many bytes each picture has that is on its disk. */
export async function storedPictures(page: Page, station: string): Promise<number[]> {
  return (await storedRows(page, station, 'pictures', '(row) => row.bytes.byteLength')) as number[];
}

function storedRows(page: Page, station: string, store: string, pick: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('packproof:berlin:${station}');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('${store}').objectStore('${store}').getAll();
      asked.onsuccess = () => {
        opening.result.close();
        resolve(asked.result.map(${pick}));
      };
    };
  })`);
}
