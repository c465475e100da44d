import type { Page } from 'playwright-core';
import type { Fact } from '../../../protocols/wire/fact.ts';

/** What a handheld has on its disk, read beside its program. */
export async function storedFacts(page: Page, station: string): Promise<Fact[]> {
  const rows = (await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('packproof:berlin:${station}');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('facts').objectStore('facts').getAll();
      asked.onsuccess = () => {
        opening.result.close();
        resolve(asked.result.map((row) => row.json));
      };
    };
  })`)) as string[];
  return rows.map((json) => JSON.parse(json) as Fact);
}
