import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Child } from '../harness/child.ts';

/** A copy of the files of a service, as an online backup makes it. */
export function backupOf(service: Child, folder: string) {
  const data = join(folder, service.name);
  const copy = join(folder, `${service.name}-backup`);
  return {
    async take(): Promise<void> {
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy);
      for (const file of readdirSync(data).filter((name) => name.endsWith('.sqlite'))) {
        const db = new Database(join(data, file), { readonly: true });
        await db.backup(join(copy, file));
        db.close();
      }
    },
    async putBack(): Promise<void> {
      await service.replace(() => {
        // The folder itself may be a disk of its own.
        for (const name of readdirSync(data)) if (name.includes('.sqlite')) rmSync(join(data, name));
        cpSync(copy, data, { recursive: true });
      });
    },
  };
}
