import { type FramingSetting, frameRule } from '../scanner/frame-rule.ts';

/** A reading as it stands on the wire. */
export function framed(text: string, framing: FramingSetting): Buffer {
  const { prefix, suffix } = frameRule(framing);
  return Buffer.concat([Buffer.from(prefix), Buffer.from(text, 'utf8'), Buffer.from(suffix)]);
}
