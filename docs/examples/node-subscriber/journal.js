import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/**
 * What this subscriber has done, one JSON line per event, and one for each new epoch of the gateway's log. The position and what was made of the event are in one line, written and
 * synced at once: so after a crash neither is there without the other, and each event takes effect exactly once.
 * In a real system this is one transaction of its database.
 */
export function openJournal(file) {
  const lines = existsSync(file) ? wholeLines(file) : [];
  const state = { cursor: 0, heads: {} };
  for (const line of lines) advance(state, JSON.parse(line));
  const handle = openSync(file, 'a');
  return {
    state,
    write(entry) {
      writeSync(handle, `${JSON.stringify(entry)}\n`);
      fsyncSync(handle);
      advance(state, entry);
    },
    close: () => closeSync(handle),
  };
}

function advance(state, { cursor, epoch, station, seq, hash }) {
  state.cursor = cursor;
  if (epoch !== undefined) state.epoch = epoch;
  if (station !== undefined) state.heads[station] = { seq, hash };
}

/** A line that a crash cut off was never done: it goes. */
function wholeLines(file) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}
