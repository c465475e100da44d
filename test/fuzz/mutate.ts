/** Longer inputs find nothing that shorter ones do not, and take longer. */
const longest = 4_096;
const worthTrying = [0, 1, 0x02, 0x03, 0x0a, 0x0d, 0x1d, 0x7f, 0x80, 0xfe, 0xff];

/** Bytes for a decoder: noise now and then, and otherwise a seed with some changes or parts of two. */
export function mutant(seeds: readonly Uint8Array[], random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  if (random() < 0.05) return noise(below(400), below);
  let bytes = [...(seeds[below(seeds.length)] ?? [])];
  for (let changes = 1 + below(4); changes > 0; changes -= 1) bytes = change(bytes, seeds, below);
  return Uint8Array.from(bytes.slice(0, longest));
}

function noise(length: number, below: (limit: number) => number): Uint8Array {
  return Uint8Array.from({ length }, () => below(256));
}

function change(bytes: number[], seeds: readonly Uint8Array[], below: (limit: number) => number): number[] {
  const at = below(bytes.length + 1);
  const to = at + below(Math.min(16, bytes.length - at + 1));
  switch (below(7)) {
    case 0:
      return bytes.map((byte, index) => (index === at ? below(256) : byte));
    case 1:
      return [...bytes.slice(0, at), worthTrying[below(worthTrying.length)] ?? 0, ...bytes.slice(at + 1)];
    case 2:
      return [...bytes.slice(0, at), ...bytes.slice(to)];
    case 3:
      return [...bytes.slice(0, to), ...bytes.slice(at)];
    case 4:
      return bytes.slice(0, at);
    case 5:
      return [...bytes.slice(0, at), below(256), ...bytes.slice(at)];
    default:
      return [...bytes.slice(0, at), ...(seeds[below(seeds.length)] ?? []).slice(below(8))];
  }
}
