import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '../bytes/concat.ts';
import type { TagRead } from '../rfid/tag-read.ts';
import * as chafon from './chafon/frame.ts';
import { type ChafonDialect, replies as chafonReplies } from './chafon/reply.ts';
import { chafonFamily } from './chafon/session.ts';
import { freshFramer, pushBytes } from './framing.ts';
import {
  closedUhf,
  stepUhf,
  type UhfEffect,
  type UhfFamily,
  type UhfInput,
  type UhfState,
} from './session.ts';
import { streamRequest } from './thingmagic/commands.ts';
import * as thingMagic from './thingmagic/frame.ts';
import { replies as thingMagicReplies } from './thingmagic/reply.ts';
import { thingMagicFamily } from './thingmagic/session.ts';
import { noMetadata, protocolGen2 } from './thingmagic/tag-record.ts';
import * as yrm100 from './yrm100/frame.ts';
import { replies as yrm100Replies } from './yrm100/reply.ts';
import { yrm100Family } from './yrm100/session.ts';

const epc = '30340789000C0E4000000001';

/** A session with a module that answers what `answer` says to each command. */
function bench<Frame>(family: UhfFamily<Frame>, answer: (sent: Uint8Array) => Uint8Array) {
  let state: UhfState = closedUhf;
  let nowMs = 1000;
  const effects: UhfEffect[] = [];
  const perform = (step: { state: UhfState; effects: readonly UhfEffect[] }) => {
    state = step.state;
    effects.push(...step.effects);
    for (const effect of step.effects) {
      if (effect.kind !== 'send') continue;
      const bytes = answer(effect.bytes);
      if (bytes.length > 0) perform(stepUhf(family, state, { kind: 'bytes', bytes, nowMs }));
    }
  };
  return {
    effects,
    state: () => state,
    give: (kind: 'opened' | 'start' | 'stop') => perform(stepUhf(family, state, { kind, nowMs })),
    close: () => perform(stepUhf(family, state, { kind: 'closed' })),
    hear: (bytes: Uint8Array) => perform(stepUhf(family, state, { kind: 'bytes', bytes, nowMs })),
    /** Lets the time pass up to the next tick that is due. */
    wait: () => {
      nowMs = Math.max(state.dueMs ?? nowMs, nowMs);
      perform(stepUhf(family, state, { kind: 'tick', nowMs }));
    },
    told: () =>
      effects.flatMap((effect) =>
        effect.kind === 'announce' ? [`${effect.state} ${effect.detail}`.trim()] : [],
      ),
    reads: (): TagRead[] => effects.flatMap((effect) => (effect.kind === 'reads' ? [...effect.reads] : [])),
    notices: () => effects.flatMap((effect) => (effect.kind === 'notice' ? [effect.notice.text] : [])),
    sent: () => effects.filter((effect) => effect.kind === 'send').length,
  };
}

const silence = new Uint8Array(0);

describe('a ThingMagic module', () => {
  const family = thingMagicFamily({ region: 'eu3', antennas: [1, 2], readPowerCdbm: 2000 });
  const tag = {
    ...noMetadata,
    protocol: protocolGen2,
    pc: 0x3000,
    xpc: '',
    epc,
    tagCrc: 0,
    rssiDbm: -50,
    antennaPorts: 0x22,
  };
  const version = {
    bootloader: '01.02.03.04',
    hardware: '30.00.00.02',
    firmwareDate: '20.16.11.15',
    firmware: '01.07.01.02',
    protocols: 16,
  };
  const module = (sent: Uint8Array) => {
    const [item] = pushBytes(thingMagic.commandFraming, freshFramer, sent).framed;
    if (item?.kind !== 'frame') throw new Error('not a command');
    const { opcode, data } = item.frame;
    const reply = opcode === 0x03 ? thingMagicReplies.version(version) : thingMagicReplies.done(opcode);
    if (opcode !== 0x2f || !streamRequest(data)?.start) return thingMagic.encodeReply(reply);
    return concat(thingMagic.encodeReply(reply), thingMagic.encodeReply(thingMagicReplies.tag(tag)));
  };

  test('is set up, streams, throttles, and stops', () => {
    const it = bench(family, module);
    it.give('opened');
    expect(it.told()).toEqual(['ready']);
    expect(it.notices()).toEqual(['ThingMagic hardware 30.00.00.02, firmware 01.07.01.02']);
    it.give('start');
    expect(it.told()).toEqual(['ready', 'reading']);
    expect(it.reads()).toMatchObject([{ epc, antenna: 2, rssiDbm: -50 }]);
    it.hear(thingMagic.encodeReply(thingMagicReplies.done(0x22, 0x0504)));
    it.hear(thingMagic.encodeReply(thingMagicReplies.temperature(71)));
    it.hear(thingMagic.encodeReply(thingMagicReplies.keepAlive()));
    expect(it.state().phase).toBe('reading');
    expect(it.notices().slice(1)).toEqual(['too hot or too cold: reading is throttled', '71 °C']);
    it.give('stop');
    expect(it.state().phase).toBe('idle');
    expect(it.told().at(-1)).toBe('ready');
  });

  test('that falls silent is started again, and after three tries the connection is opened anew', () => {
    let mute = false;
    const it = bench(family, (sent) => (mute ? silence : module(sent)));
    it.give('start');
    it.give('opened');
    expect(it.state().phase).toBe('reading');
    mute = true;
    for (let round = 0; round < 4; round++) it.wait();
    expect(it.effects.at(-1)).toEqual({ kind: 'reopen', detail: 'no answer to start reading' });
    expect(it.state().phase).toBe('closed');
    mute = false;
    it.give('opened');
    expect(it.state().phase).toBe('reading');
  });

  test('that falls silent now and then is not given up', () => {
    let mute = false;
    const it = bench(family, (sent) => (mute ? silence : module(sent)));
    it.give('opened');
    it.give('start');
    mute = true;
    for (let round = 0; round < 6; round++) {
      it.wait();
      it.hear(thingMagic.encodeReply(thingMagicReplies.keepAlive()));
    }
    expect(it.state().phase).toBe('reading');
  });

  test('that streams already is heard only after it was started', () => {
    const it = bench(family, () => silence);
    it.give('opened');
    it.hear(thingMagic.encodeReply(thingMagicReplies.tag(tag)));
    expect(it.reads()).toEqual([]);
  });

  test('that refuses a setting fails by name, and is tried again', () => {
    let refuse = true;
    const it = bench(family, (sent) =>
      refuse && sent[2] === 0x97
        ? thingMagic.encodeReply(thingMagicReplies.done(0x97, 0x010b))
        : module(sent),
    );
    it.give('opened');
    expect(it.told()).toEqual(['failed set region: region not supported']);
    refuse = false;
    it.wait();
    expect(it.told().at(-1)).toBe('ready');
  });

  test('whose answer is damaged is asked again', () => {
    let asked = 0;
    const it = bench(family, (sent) => {
      const reply = module(sent);
      if (sent[2] !== 0x03 || asked++ > 0) return reply;
      reply[5] = (reply[5] ?? 0) ^ 1;
      return reply;
    });
    it.give('opened');
    expect(it.state().phase).toBe('setting-up');
    it.wait();
    expect(it.told()).toEqual(['ready']);
    expect(it.effects).toContainEqual(expect.objectContaining({ kind: 'fault' }));
  });
});

describe('a Chafon reader', () => {
  const settings = { band: 'eu', powerDbm: 26, antenna: 1, roundMs: 500, pauseMs: 50, beeps: false } as const;
  const reader = (dialect: ChafonDialect, rounds: readonly number[][]) => {
    let round = 0;
    return (sent: Uint8Array) => {
      const [item] = pushBytes(chafon.commandFraming, freshFramer, sent).framed;
      if (item?.kind !== 'frame') throw new Error('not a command');
      const { command } = item.frame;
      const type = dialect === 'uhfreader18' ? 0x09 : 0x0c;
      if (command === 0x21) return chafon.encodeReply(chafonReplies.information(0, type, 'eu', 26));
      if (command !== 0x01) return chafon.encodeReply(chafonReplies.done(0, command));
      const ends = rounds[round++] ?? [];
      const frame = (end: number) =>
        end === 0xfb || end === 0xf8
          ? chafonReplies.done(0, 0x01, end)
          : chafonReplies.inventory(dialect, 0, end, { antennas: 1, tags: [{ epc, rssi: 98 }] });
      return concat(...ends.map((end) => chafon.encodeReply(frame(end))));
    };
  };

  test.each<ChafonDialect>(['uhfreader18', 'uhfreader288'])('%s is polled round after round', (dialect) => {
    const it = bench(chafonFamily({ ...settings, dialect }), reader(dialect, [[3, 3, 1], [0xfb], [2]]));
    it.give('opened');
    it.give('start');
    expect(it.told()).toEqual(['ready', 'reading']);
    expect(it.reads().length).toBe(3);
    expect(it.state().phase).toBe('pausing');
    it.wait();
    expect(it.reads().length).toBe(3);
    it.wait();
    expect(it.reads().length).toBe(4);
    it.give('stop');
    expect(it.state().phase).toBe('idle');
  });

  test('of the other kind is refused before its frames are misread', () => {
    const it = bench(chafonFamily({ ...settings, dialect: 'uhfreader18' }), reader('uhfreader288', []));
    it.give('opened');
    expect(it.told()).toEqual([
      'failed get reader information: a reader of type 0C speaks uhfreader288, not uhfreader18',
    ]);
  });

  test('without an antenna says so and is asked again', () => {
    const it = bench(
      chafonFamily({ ...settings, dialect: 'uhfreader288' }),
      reader('uhfreader288', [[0xf8], [1]]),
    );
    it.give('opened');
    it.give('start');
    expect(it.notices().at(-1)).toBe('antenna error: check antenna and cable');
    it.wait();
    expect(it.reads().length).toBe(1);
  });

  test('that is stopped within a round finishes it', () => {
    const it = bench(chafonFamily({ ...settings, dialect: 'uhfreader288' }), reader('uhfreader288', [[3]]));
    it.give('opened');
    it.give('start');
    it.give('stop');
    expect(it.state().phase).toBe('stopping');
    it.give('start');
    it.wait();
    expect(it.state().phase).toBe('reading');
  });

  test('that does not answer at all is opened anew', () => {
    const it = bench(chafonFamily({ ...settings, dialect: 'uhfreader288' }), () => silence);
    it.give('opened');
    for (let round = 0; round < 3; round++) it.wait();
    expect(it.effects.at(-1)).toEqual({ kind: 'reopen', detail: 'no answer to get reader information' });
    expect(it.sent()).toBe(3);
  });
});

describe('a YRM100', () => {
  const family = yrm100Family({ region: 'eu', powerCdbm: 2000, query: { session: 0, target: 'A', q: 4 } });
  const notice = yrm100Replies.tag({ rssiDbm: -61, pc: 0x3000, epc, tagCrc: 1 });
  const module = (sent: Uint8Array) => {
    const [item] = pushBytes(yrm100.framing, freshFramer, sent).framed;
    if (item?.kind !== 'frame') throw new Error('not a command');
    const { command } = item.frame;
    if (command === 0x27)
      return concat(yrm100.encodeFrame(notice), yrm100.encodeFrame(yrm100Replies.noTag()));
    if (command === 0x03) return yrm100.encodeFrame(yrm100Replies.information(0, 'M100 26dBm V1.0'));
    return yrm100.encodeFrame(yrm100Replies.done(command));
  };

  test('polls, is asked again when its rounds are over, and stops', () => {
    const it = bench(family, module);
    it.give('opened');
    expect(it.notices()).toEqual(['M100 26dBm V1.0']);
    it.give('start');
    expect(it.reads()).toMatchObject([{ epc, rssiDbm: -61, antenna: 1 }]);
    it.wait();
    expect(it.reads().length).toBe(2);
    it.give('stop');
    expect(it.told()).toEqual(['ready', 'reading', 'ready']);
  });

  test('that refuses to poll is asked again later', () => {
    let refuse = true;
    const it = bench(family, (sent) =>
      refuse && sent[2] === 0x27 ? yrm100.encodeFrame(yrm100Replies.error(0x20)) : module(sent),
    );
    it.give('opened');
    it.give('start');
    expect(it.notices().at(-1)).toBe('all channels are occupied');
    expect(it.state().phase).toBe('pausing');
    refuse = false;
    it.wait();
    expect(it.reads().length).toBe(1);
  });
});

describe('any session', () => {
  const families = [
    thingMagicFamily({ region: 'eu3', antennas: [1], readPowerCdbm: 2000 }),
    yrm100Family({ region: 'eu', powerCdbm: 2000, query: { session: 0, target: 'A', q: 4 } }),
    chafonFamily({
      dialect: 'uhfreader288',
      band: 'eu',
      powerDbm: 26,
      antenna: 1,
      roundMs: 500,
      pauseMs: 0,
      beeps: true,
    }),
  ] as readonly UhfFamily<unknown>[];

  test('lives through any order of inputs, and always waits for something unless it is closed or idle', () => {
    const known = [
      thingMagic.encodeReply(thingMagicReplies.done(0x2f)),
      thingMagic.encodeReply(thingMagicReplies.done(0x97)),
      yrm100.encodeFrame(yrm100Replies.done(0x28)),
      yrm100.encodeFrame(yrm100Replies.error(0x17)),
      chafon.encodeReply(chafonReplies.done(0, 0x2f)),
      chafon.encodeReply(chafonReplies.done(0, 0x01, 0xfb)),
    ];
    const inputs = fc.array(
      fc.oneof(
        fc.constantFrom('opened', 'closed', 'tick', 'start', 'stop').map((kind) => ({ kind })),
        fc
          .oneof(fc.constantFrom(...known), fc.uint8Array({ maxLength: 20 }))
          .map((bytes) => ({ kind: 'bytes', bytes })),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...families),
        inputs,
        fc.array(fc.nat(4000), { minLength: 1 }),
        (family, given, waits) => {
          let state = closedUhf;
          let nowMs = 0;
          for (const [index, input] of given.entries()) {
            nowMs += waits[index % waits.length] ?? 0;
            state = stepUhf(family, state, { ...input, nowMs } as UhfInput).state;
            if (state.phase !== 'closed' && state.phase !== 'idle') expect(state.dueMs).not.toBeNull();
            if (state.phase === 'idle') expect(state.wanted).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
