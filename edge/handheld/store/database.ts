type Upgrade = (database: IDBDatabase, transaction: IDBTransaction) => void;

/** The schema of a handheld's database, forward only: a released step never changes, a new one goes to the end. */
const upgrades: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore('facts', { keyPath: 'seq' });
    database.createObjectStore('station');
    database.createObjectStore('finished', { autoIncrement: true });
    database.createObjectStore('documents', { keyPath: ['kind', 'id'] });
    database.createObjectStore('position');
    database.createObjectStore('floor', { keyPath: ['kind', 'id'] });
    database.createObjectStore('pictures');
  },
  // Pictures are brought to the gateway now, those that were kept before too.
  (database, transaction) => {
    const unsent = database.createObjectStore('unsent', { autoIncrement: true });
    const asked = transaction.objectStore('pictures').openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (cursor === null) return;
      const { mediaType, bytes } = cursor.value as { mediaType: string; bytes: ArrayBuffer };
      unsent.add({ sha256: cursor.key, mediaType, bytes: bytes.byteLength });
      cursor.continue();
    };
  },
];

const identityUpgrades: readonly Upgrade[] = [
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

function open(name: string, steps: readonly Upgrade[]): Promise<IDBDatabase> {
  const request = indexedDB.open(name, steps.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result, transaction } = request;
    if (transaction !== null) for (const step of steps.slice(oldVersion)) step(result, transaction);
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
