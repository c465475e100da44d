interface Placed {
  readonly profiles: readonly string[];
}

/** The device of a kind at the place where a person works: its own first, else one that serves all, else (nobody named a place) any. */
export function atProfile<Device extends Placed>(
  devices: readonly Device[],
  profile: string | null,
): Device | undefined {
  const own = profile === null ? undefined : devices.find(({ profiles }) => profiles.includes(profile));
  const common = own ?? devices.find(({ profiles }) => profiles.length === 0);
  return common ?? (profile === null ? devices[0] : undefined);
}

/** All places that a device belongs to. */
export function placesOf(devices: readonly Placed[]): readonly string[] {
  return [...new Set(devices.flatMap(({ profiles }) => profiles))].sort();
}
