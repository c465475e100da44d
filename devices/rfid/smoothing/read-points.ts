/** An antenna of a reader, as the smoothing works with it. */
export interface ReadPoint {
  readonly reader: string;
  readonly antenna: number;
  readonly zone: string;
  readonly floorDbm: number;
  readonly correctionDb: number;
}

interface PointSetting {
  readonly reader: string;
  readonly antenna: number;
  readonly zone: string;
  readonly floorDbm?: number | undefined;
  readonly correctionDb: number;
}

const atMost = 512;

/**
 * Finds the point of a read. An antenna that no setting names becomes a point of its own, in a zone with the reader's name; there
 * are never more than 512 points.
 */
export class ReadPoints {
  readonly #byReader = new Map<string, (ReadPoint | undefined)[]>();
  readonly #floorDbm: number;
  #count = 0;

  constructor(points: readonly PointSetting[], floorDbm: number) {
    this.#floorDbm = floorDbm;
    for (const { floorDbm: own = floorDbm, ...point } of points) this.#place({ ...point, floorDbm: own });
  }

  /** Null where there are too many antennas already, or the number is none. */
  find(reader: string, antenna: number): ReadPoint | null {
    return this.#byReader.get(reader)?.[antenna] ?? this.#learn(reader, antenna);
  }

  #learn(reader: string, antenna: number): ReadPoint | null {
    if (this.#count >= atMost || !Number.isInteger(antenna) || antenna < 0 || antenna > 0xffff) return null;
    return this.#place({ reader, antenna, zone: reader, floorDbm: this.#floorDbm, correctionDb: 0 });
  }

  #place(point: ReadPoint): ReadPoint {
    const antennas = this.#byReader.get(point.reader) ?? [];
    this.#byReader.set(point.reader, antennas);
    antennas[point.antenna] = point;
    this.#count++;
    return point;
  }
}
