import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ApiDocument, apiDocuments, documentFile } from './api-documents.ts';

for (const [name, text] of Object.entries(await apiDocuments())) {
  const file = documentFile(name as ApiDocument);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
