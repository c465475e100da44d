/** The schema of a handheld's database, forward only: a released step never changes, a new one goes to the end. */
const upgrades: readonly ((database: IDBDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('facts', { keyPath: 'seq' });
    database.createObjectStore('station');
    database.createObjectStore('finished', { autoIncrement: true });
    database.createObjectStore('documents', { keyPath: ['kind', 'id'] });
    database.createObjectStore('position');
    database.createObjectStore('floor', { keyPath: ['kind', 'id'] });
    database.createObjectStore('pictures');
  },
];

const identityUpgrades: readonly ((database: IDBDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('identity');
  },
];

/** The log and the work of one station: a device that becomes another station begins a database of its own and keeps the old. */
export function openStationDatabase(site: string, station: string): Promise<IDBDatabase> {
  return open(`packproof:${site}:${station}`, upgrades);
}

/** Who this device is. */
export function openIdentityDatabase(): Promise<IDBDatabase> {
  return open('packproof-identity', identityUpgrades);
}

function open(name: string, steps: readonly ((database: IDBDatabase) => void)[]): Promise<IDBDatabase> {
  const request = indexedDB.open(name, steps.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const step of steps.slice(oldVersion)) step(request.result);
  };
  return answerOf(request);
}

/** What a request gives. */
export function answerOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Resolves at the transaction's `complete` event, and only then is anything of it certain. It rejects with what ended it: a
 * `QuotaExceededError` if the storage is full; then nothing of it is stored.
 */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('the transaction was ended', 'AbortError'));
  });
}

/** A transaction that counts as complete only when the operating system was asked to write it to the medium. */
export function durable(database: IDBDatabase, stores: readonly string[]): IDBTransaction {
  return database.transaction(stores, 'readwrite', { durability: 'strict' });
}
