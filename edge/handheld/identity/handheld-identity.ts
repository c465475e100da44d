import type { HandheldGrant } from '../../../protocols/wire/handheld-enrolment.ts';
import { answerOf, completed, durable, openIdentityDatabase } from '../store/database.ts';
import type { DeviceKey } from './device-key.ts';

/** Who this device is: what the gateway gave for the one-time code, and the key that was announced with it. */
export interface HandheldIdentity extends Omit<HandheldGrant, 'v'> {
  readonly key: DeviceKey;
}

/** A key that was made for a code, written down before it is announced: the gateway may take it and its answer be lost. */
interface PendingKey {
  readonly code: string;
  readonly key: DeviceKey;
}

/** A key and a secret that are to take the place of the present ones, written down before they are announced. */
export interface PendingRotation {
  readonly key: DeviceKey;
  readonly secret: string;
}

export async function readIdentity(): Promise<HandheldIdentity | null> {
  return (await read<HandheldIdentity>('identity')) ?? null;
}

export async function readPendingKey(code: string): Promise<DeviceKey | null> {
  const pending = await read<PendingKey>('pending');
  return pending?.code === code ? pending.key : null;
}

export async function writePendingKey(code: string, key: DeviceKey): Promise<void> {
  await write((store) => store.put({ code, key } satisfies PendingKey, 'pending'));
}

/** The one-time code is spent, so it is forgotten; and what was to replace another key has nothing to replace. */
export async function writeIdentity(identity: HandheldIdentity): Promise<void> {
  await write((store) => {
    store.put(identity, 'identity');
    store.delete('pending');
    store.delete('rotation');
  });
}

export async function readPendingRotation(): Promise<PendingRotation | null> {
  return (await read<PendingRotation>('rotation')) ?? null;
}

export async function writePendingRotation(rotation: PendingRotation): Promise<void> {
  await write((store) => store.put(rotation, 'rotation'));
}

/** The new key and secret are those of the identity from now on. */
export async function writeRotated(
  { site, station, sscc }: Pick<HandheldIdentity, 'site' | 'station' | 'sscc'>,
  { key, secret }: PendingRotation,
): Promise<void> {
  await writeIdentity({ site, station, sscc, key, secret });
}

async function read<Value>(name: string): Promise<Value | undefined> {
  const database = await openIdentityDatabase();
  const store = database.transaction('identity').objectStore('identity');
  const value = await answerOf(store.get(name) as IDBRequest<Value | undefined>);
  database.close();
  return value;
}

async function write(change: (store: IDBObjectStore) => void): Promise<void> {
  const database = await openIdentityDatabase();
  const transaction = durable(database, ['identity']);
  const done = completed(transaction);
  change(transaction.objectStore('identity'));
  await done;
  database.close();
}
