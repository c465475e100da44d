/** One thing that a test of a device has found. A device with a fault has not passed; one with a warning has. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'fault';
  readonly text: string;
  /** What mends it. */
  readonly advice?: string;
}

/** The test of one device: it is told what happens, and judges in the end. */
export interface DeviceTest<Event> {
  /** What the person is to do, once the device is connected; null if nothing. */
  readonly ask: string | null;
  hear(event: Event): void;
  /** Nothing more has to be waited for. */
  isDone(): boolean;
  /** What was found so far; it may not be done. */
  judge(): readonly Finding[];
}

export function ok(text: string): Finding {
  return { level: 'ok', text };
}

export function warning(text: string, advice?: string): Finding {
  return { level: 'warning', text, ...(advice === undefined ? {} : { advice }) };
}

export function fault(text: string, advice?: string | null): Finding {
  return { level: 'fault', text, ...(advice == null ? {} : { advice }) };
}
