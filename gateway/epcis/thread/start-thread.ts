import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a module as a thread: as it was compiled, or as its source where the program runs from its sources. `module` is
 * its address with the ending `.ts`, beside `from`.
 */
export function startThread(module: string, from: string, options: WorkerOptions): Worker {
  const fromSource = from.endsWith('.ts');
  const entry = new URL(fromSource ? module : module.replace(/\.ts$/, '.js'), from);
  if (!fromSource) return new Worker(entry, options);
  // A thread begins without the loader that read us, and Node 20 reads no TypeScript by itself.
  const loader = new URL(
    'dist/esm/api/index.mjs',
    pathToFileURL(createRequire(from).resolve('tsx/package.json')),
  );
  const start = `import('${loader.href}').then(({ register }) => { register(); return import('${entry.href}'); })`;
  return new Worker(start, { ...options, eval: true, execArgv: [] });
}
