type Part = Uint8Array | readonly number[];

/** The bytes of a few parts, one after the other. */
export function concat(...parts: readonly Part[]): Uint8Array {
  return concatAll(parts);
}

/** The bytes of any number of parts: more than a call takes as its arguments. */
export function concatAll(parts: readonly Part[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
