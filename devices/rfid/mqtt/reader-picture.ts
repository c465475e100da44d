import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { RfidEvent } from '../reader.ts';

type ReaderHealth = Extract<ReaderMessage, { kind: 'heartbeat' }>['health'];

/** What is known of a reader by its messages; null: nothing yet. */
export interface ReaderPicture {
  readonly reading: boolean | null;
  readonly radioConnected: boolean | null;
  /** Antenna ports that are connected. */
  readonly antennas: readonly number[] | null;
}

export const unknownPicture: ReaderPicture = { reading: null, radioConnected: null, antennas: null };

/** What a message is to who listens. Heartbeats tell states, of which only changes are news. */
export function eventsOf(
  picture: ReaderPicture,
  message: ReaderMessage,
): { readonly picture: ReaderPicture; readonly events: readonly RfidEvent[] } {
  switch (message.kind) {
    case 'reads':
      return { picture, events: [{ kind: 'reads', reads: message.reads }] };
    case 'heartbeat':
      return eventsOfHealth(picture, message.health);
    case 'input':
      return { picture, events: [{ kind: 'input', port: message.pin, high: message.high }] };
    case 'antenna': {
      const { antenna, connected } = message;
      return { picture, events: [{ kind: 'antenna', antenna, connected }] };
    }
    case 'inventory':
      return { picture: { ...picture, reading: message.state !== 'idle' }, events: [] };
    case 'alert':
      return { picture, events: [{ kind: 'trouble', message: message.text }] };
    case 'response':
    case 'other':
      return { picture, events: [] };
  }
}

function eventsOfHealth(picture: ReaderPicture, health: ReaderHealth) {
  const events: RfidEvent[] = [];
  if (health.radioConnected === false && picture.radioConnected !== false) {
    events.push({ kind: 'trouble', message: 'the reader says that its radio is not connected' });
  }
  // A heartbeat without its radio part says nothing of antennas either.
  const tells = health.reading !== null || health.radioConnected !== null;
  const antennas = tells ? health.antennas : picture.antennas;
  const before = picture.antennas ?? health.antennas;
  for (const antenna of before) {
    if (antennas?.includes(antenna) === false) events.push({ kind: 'antenna', antenna, connected: false });
  }
  for (const antenna of antennas ?? []) {
    if (!before.includes(antenna)) events.push({ kind: 'antenna', antenna, connected: true });
  }
  return {
    picture: {
      reading: health.reading ?? picture.reading,
      radioConnected: health.radioConnected ?? picture.radioConnected,
      antennas,
    },
    events,
  };
}

/** When the reader sent a message, by its clock, in microseconds. */
export function timeOf(message: ReaderMessage): number | null {
  if (message.kind === 'response') return null;
  return message.kind === 'reads' ? (message.reads[0]?.lastSeenUs ?? null) : message.atUs;
}
