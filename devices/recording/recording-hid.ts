import type { HidAccess, HidHandle, HidInfo } from '../scanner/hid/hid-access.ts';
import type { Recorder } from './recorder.ts';

/** The HID devices of the machine, and what the one that is opened does is recorded. */
export function recordingHid(inner: HidAccess, recorder: Recorder): HidAccess {
  let listed: readonly HidInfo[] = [];
  return {
    list: async () => {
      listed = await inner.list();
      return listed;
    },
    descriptor: async (path) => {
      const bytes = await inner.descriptor(path);
      recorder.note({ descriptor: Buffer.from(bytes).toString('hex') });
      return bytes;
    },
    open: async (path, events) => {
      let isOver = false;
      const over = (detail?: string) => {
        if (!isOver) recorder.note({ state: 'closed', detail });
        isOver = true;
      };
      const handle = await inner.open(path, {
        report: (bytes) => {
          recorder.note({ in: bytes.toString('hex') });
          events.report(bytes);
        },
        failed: (message) => {
          over(message);
          events.failed(message);
        },
      });
      recorder.note({ state: 'opened', ...identityOf(listed.find((info) => info.path === path)) });
      return recorded(handle, recorder, over);
    },
  };
}

function recorded(handle: HidHandle, recorder: Recorder, over: () => void): HidHandle {
  const sent = (bytes: Uint8Array) => recorder.note({ out: Buffer.from(bytes).toString('hex') });
  return {
    sendOutput: (bytes) => {
      sent(bytes);
      return handle.sendOutput(bytes);
    },
    sendFeature: (bytes) => {
      sent(bytes);
      return handle.sendFeature(bytes);
    },
    close: async () => {
      await handle.close();
      over();
    },
  };
}

function identityOf(info: HidInfo | undefined) {
  if (info === undefined) return {};
  const { path: _node, ...hid } = info;
  return { hid };
}
