/** Writes report descriptors for tests, item by item. */
export function item(prefix: number, data: number, size: 0 | 1 | 2 | 4 = 1): number[] {
  const bytes = Array.from({ length: size }, (_, index) => Math.floor(data / 256 ** index) & 0xff);
  return [prefix | (size === 4 ? 3 : size), ...bytes];
}

export const usagePage = (page: number) => item(0x04, page, 2);
export const usage = (id: number) => item(0x08, id, 2);
export const usageRange = (minimum: number, maximum: number) => [
  ...item(0x18, minimum, 2),
  ...item(0x28, maximum, 2),
];
export const logical = (minimum: number, maximum: number) => [
  ...item(0x14, minimum, 2),
  ...item(0x24, maximum, 2),
];
export const reportId = (id: number) => item(0x84, id);
export const fields = (size: number, count: number) => [...item(0x74, size), ...item(0x94, count, 2)];
export const input = (flags: number) => item(0x80, flags, 2);
export const output = (flags: number) => item(0x90, flags, 2);
export const feature = (flags: number) => item(0xb0, flags, 2);
export const push = item(0xa4, 0, 0);
export const pop = item(0xb4, 0, 0);
export const delimiter = (open: boolean) => item(0xa8, open ? 1 : 0);
export const endCollection = item(0xc0, 0, 0);
export const padding = (bits: number) => (bits === 0 ? [] : [...fields(bits, 1), ...input(0x01)]);

export function application(page: number, id: number, ...content: readonly number[][]): Uint8Array {
  return Uint8Array.from([
    ...usagePage(page),
    ...usage(id),
    ...item(0xa0, 1),
    ...content.flat(),
    ...endCollection,
  ]);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The value of a result that a test takes for granted. */
export function accepted<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: unknown },
): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.fault)}`);
  return result.value;
}
