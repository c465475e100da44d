/**
 * Turns Nagle's algorithm off on the connection of an MQTT client (RFC 896). Such a client writes a packet in several pieces, and the last one
 * would wait until the other side has acknowledged the first, which it may delay by 40 ms. TLS and WebSocket streams that cannot are left alone.
 */
export function sendAtOnce(client: { readonly stream: object }): void {
  const { setNoDelay } = client.stream as { setNoDelay?: (on: boolean) => unknown };
  setNoDelay?.call(client.stream, true);
}
