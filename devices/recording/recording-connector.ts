import type { Connector } from '../line/connector.ts';
import type { Recorder } from './recorder.ts';

/** The same way to a device, and everything that goes along it is recorded. */
export function recordingConnector(inner: Connector, recorder: Recorder): Connector {
  const { address, watch } = inner;
  return {
    address,
    connect: (events) => {
      const connection = inner.connect({
        opened: () => {
          recorder.note({ state: 'opened' });
          events.opened();
        },
        failed: (missing, message) => {
          recorder.note({ state: 'failed', missing, detail: shortened(message) });
          events.failed(missing, message);
        },
        bytes: (chunk) => {
          recorder.note({ in: chunk.toString('hex') });
          events.bytes(chunk);
        },
        closed: (detail) => {
          recorder.note({ state: 'closed', detail: shortened(detail) });
          events.closed(detail);
        },
      });
      return {
        write: (bytes, done) => {
          recorder.note({ out: Buffer.from(bytes).toString('hex') });
          connection.write(bytes, done);
        },
        close: () => connection.close(),
      };
    },
    ...(watch === undefined ? {} : { watch: (events) => watch.call(inner, events) }),
  };
}

function shortened(detail: string | undefined): string | undefined {
  return detail?.slice(0, 1_000);
}
