import { Problem, postJson } from '../../../kernel/web/api.ts';
import { parseEnrolmentCode } from '../../../protocols/wire/enrolment-code.ts';
import {
  type HandheldEnrolment,
  handheldEnrolmentMessage,
  handheldGrant,
} from '../../../protocols/wire/handheld-enrolment.ts';
import { type DeviceKey, newDeviceKey, signText } from './device-key.ts';
import {
  type HandheldIdentity,
  readPendingKey,
  writeIdentity,
  writePendingKey,
} from './handheld-identity.ts';

/** Why this device was not enrolled; nothing was changed, and the same code may be tried again. */
export type EnrolmentFault =
  | { readonly kind: 'mistyped' }
  /** The browser cannot sign. */
  | { readonly kind: 'browser' }
  | { readonly kind: 'unreachable' }
  /** The gateway says why, and what to do. */
  | { readonly kind: 'refused'; readonly message: string; readonly remedy: string };

/** Makes this browser a station of the site: makes its key, shows that it holds it, and stores what the gateway gives for the code. */
export async function enrolHandheld(typed: string): Promise<HandheldIdentity | EnrolmentFault> {
  const code = parseEnrolmentCode(typed);
  if (code === null) return { kind: 'mistyped' };
  const key = await keyFor(code);
  if (key === null) return { kind: 'browser' };
  const asked = { v: 1 as const, code, factKey: key.publicKey };
  const request: HandheldEnrolment = {
    ...asked,
    proof: await signText(key, handheldEnrolmentMessage(asked)),
  };
  try {
    const { v: _version, ...grant } = handheldGrant.parse(await postJson('/v1/enrolments/handheld', request));
    const identity = { ...grant, key };
    await writeIdentity(identity);
    return identity;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    if (thrown.status === 0) return { kind: 'unreachable' };
    return { kind: 'refused', message: thrown.message, remedy: thrown.remedy };
  }
}

/** The same key for the same code: the gateway may have taken it, though its answer was lost. */
async function keyFor(code: string): Promise<DeviceKey | null> {
  const pending = await readPendingKey(code);
  if (pending !== null) return pending;
  try {
    const key = await newDeviceKey();
    await writePendingKey(code, key);
    return key;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotSupportedError') return null;
    throw thrown;
  }
}
