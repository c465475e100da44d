/** What can go wrong with the events of a reader that sends JSON. */
export const eventFaults = [
  /** Over HTTP it arrives byte by byte; a broker passes on whole messages only. */
  'split',
  /** It arrives with the next one behind it, and nothing between the two. */
  'merge',
  /** Something that is no JSON arrives before it. */
  'garbage',
  /** It arrives late, and all that follows with it. */
  'delay',
  /** The EPC is no hex. */
  'wrong',
  /** It is sent twice, as with QoS 1 it may be. */
  'duplicate',
  /** It is lost, and the reader says nothing for a while. */
  'silent',
  /** The connection is cut after it. */
  'unplug',
] as const;
export type EventFault = (typeof eventFaults)[number];

/** The messages that go out for an event with a fault that concerns its text. */
export function messagesOf(event: string, fault: EventFault | null): string[] {
  switch (fault) {
    case 'garbage':
      return ['#!garbage\n', event];
    case 'wrong':
      return [event.replace(/"(idHex|epcHex)":"../, '"$1":"XX')];
    case 'duplicate':
      return [event, event];
    case 'silent':
      return [];
    default:
      return [event];
  }
}
