/**
 * Keeps the program of the handheld, so that it opens without a network. It touches nothing but its own cache: the log, the work and the
 * identity are in IndexedDB, which no version of this worker knows of.
 */

/** The files of this build, below the folder of the worker, and the hash of them all; the build puts it before this text. */
declare const packproofFiles: { readonly version: string; readonly files: readonly string[] };

/** As much of the worker's world as is used here; the types of pages and of workers cannot be had together. */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent & WorkerEvent) => void): void;
}
const worker = self as unknown as Worker;

const prefix = 'packproof-handheld-';
const cacheName = `${prefix}${packproofFiles.version}`;
const { scope } = worker.registration;
const shell = new URL('./index.html', scope).href;
const addresses = new Set(packproofFiles.files.map((file) => new URL(file, scope).href));

/** Whole or not at all: an install that misses a file fails, and the version before goes on. */
async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...addresses].map((address) => new Request(address, { cache: 'reload' })));
}

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function kept(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(address)) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOldVersions()));
// Only a person lets a new version take over (page/update.ts); else it waits for the next start.
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(worker.skipWaiting());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  const address = request.url.split(/[?#]/)[0] ?? '';
  if (request.mode === 'navigate') event.respondWith(kept(shell, request));
  else if (addresses.has(address)) event.respondWith(kept(address, request));
});
