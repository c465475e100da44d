import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ssiOpcode } from './opcodes.ts';
import { decodePacket, encodePacket, ssiStatus } from './packet.ts';
import {
  freshSsiSession,
  type SsiAction,
  type SsiInput,
  ssiStep,
  ssiWakeAtMs,
  usualSsiSettings,
} from './session.ts';
import type { SsiCommand } from './session-commands.ts';

const packet = (opcode: number, data: readonly number[], status = 0, source = 0) => {
  const result = encodePacket({ opcode, source, status, data: Uint8Array.from(data) });
  if (!result.ok) throw new Error(result.fault.expected);
  return result.value;
};
const scan = (text: string, status = 0, codeType = 3) =>
  packet(ssiOpcode.DECODE_DATA, [codeType, ...new TextEncoder().encode(text)], status);
const damaged = (bytes: Uint8Array) =>
  bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 0x10 : byte));
const again = ssiStatus.retransmit;
const more = ssiStatus.continuation;

/** A host that acts on what the session says; `sent` are the packets that it sent. */
function host(settings = usualSsiSettings) {
  let state = freshSsiSession;
  let atMs = 0;
  const told: Exclude<SsiAction, { kind: 'send' }>[] = [];
  const sent: string[] = [];
  const input = (step: SsiInput) => {
    const result = ssiStep(settings, state, step);
    state = result.state;
    const before = sent.length;
    for (const action of result.actions) {
      if (action.kind === 'send') sent.push(nameOf(action.bytes));
      else told.push(action);
    }
    return sent.slice(before);
  };
  return {
    told,
    sent,
    receive: (bytes: Uint8Array) => input({ kind: 'bytes', bytes, atMs }),
    decide: (kind: 'accept' | 'refuse', scanId: number) => input({ kind, scanId, atMs }),
    command: (command: SsiCommand) => input({ kind: 'command', command, atMs }),
    pass: (ms: number) => {
      atMs += ms;
      return input({ kind: 'tick', atMs });
    },
    scans: () => told.flatMap((action) => (action.kind === 'scan' ? [action.text] : [])),
    faults: () => told.flatMap((action) => (action.kind === 'fault' ? [action.fault.code] : [])),
    wakesAt: () => ssiWakeAtMs(settings, state),
  };
}

function nameOf(bytes: Uint8Array): string {
  const decoded = decodePacket(bytes);
  if (!decoded.ok) return bytes.length === 1 && bytes[0] === 0 ? 'WAKEUP' : decoded.fault.code;
  const { opcode, status, data, source } = decoded.value;
  expect(source).toBe(4);
  const name = Object.entries(ssiOpcode).find(([, code]) => code === opcode)?.[0] ?? '';
  return [name, ...data, ...(status & again ? ['again'] : []), ...(status & 8 ? ['permanent'] : [])].join(
    ' ',
  );
}

describe('an SSI session', () => {
  test('acknowledges a scan when it is accepted, not before', () => {
    const session = host();
    expect(session.receive(scan('0104012345678901', 0, 0x0f))).toEqual([]);
    expect(session.told).toMatchObject([
      { kind: 'scan', scanId: 1, aim: ']C1', symbology: 'GS1-128', text: ']C10104012345678901' },
    ]);
    expect(session.decide('accept', 1)).toEqual(['CMD_ACK']);
    expect(session.decide('accept', 1)).toEqual([]);
    session.receive(scan('next'));
    expect(session.decide('refuse', 2)).toEqual(['CMD_NAK 10']);
    session.receive(scan('third'));
    session.receive(scan('fourth'));
    expect(session.decide('accept', 3)).toEqual([]);
    expect(session.decide('accept', 4)).toEqual(['CMD_ACK']);
  });

  test('asks for a damaged packet again, and counts it once it is whole', () => {
    const session = host();
    expect(session.receive(damaged(scan('ABC')))).toEqual(['CMD_NAK 1']);
    expect(session.receive(scan('ABC', again))).toEqual([]);
    expect(session.decide('accept', 1)).toEqual(['CMD_ACK']);
    expect(session.scans()).toEqual([']C0ABC']);
    expect(session.faults()).toEqual(['checksum']);
  });

  test('counts a packet that comes again once, and answers it as before', () => {
    const session = host();
    session.receive(scan('ABC'));
    expect(session.receive(scan('ABC', again))).toEqual([]);
    session.decide('accept', 1);
    expect(session.receive(scan('ABC', again))).toEqual(['CMD_ACK']);
    expect(session.receive(damaged(scan('ABC', again)))).toEqual(['CMD_NAK 1']);
    expect(session.receive(scan('ABC', again))).toEqual(['CMD_ACK']);
    expect(session.scans()).toEqual([']C0ABC']);
    session.receive(scan('XYZ'));
    session.decide('refuse', 2);
    expect(session.receive(scan('XYZ', again))).toEqual(['CMD_NAK 10']);
  });

  test('counts the same code scanned twice twice, though the second came whole only when it was sent again', () => {
    const session = host();
    session.receive(scan('ABC'));
    session.decide('accept', 1);
    session.receive(scan('ABC'));
    session.decide('accept', 2);
    session.receive(damaged(scan('ABC')));
    session.receive(scan('ABC', again));
    session.decide('accept', 3);
    session.pass(7_000);
    session.receive(scan('ABC', again));
    expect(session.scans()).toHaveLength(4);
  });

  test('joins a scan of several packets, acknowledging each or the last only', () => {
    const session = host();
    expect(session.receive(scan('0104012345678901', more, 0x0f))).toEqual(['CMD_ACK']);
    expect(session.receive(scan('0104012345678901', more | again, 0x0f))).toEqual(['CMD_ACK']);
    expect(session.receive(scan('10AB', 0, 0x0f))).toEqual([]);
    expect(session.decide('accept', 1)).toEqual(['CMD_ACK']);
    expect(session.scans()).toEqual([']C1010401234567890110AB']);
    const other = host({ ...usualSsiSettings, multiPacketOption: 2 });
    expect(other.receive(scan('0104', more, 0x0f))).toEqual([]);
    expect(other.receive(scan('0104', more | again, 0x0f))).toEqual([]);
    other.receive(scan('5678', 0, 0x0f));
    expect(other.scans()).toEqual([']C101045678']);
  });

  test('names a scan of several packets that breaks off, changes its type or grows too long', () => {
    const session = host();
    session.receive(scan('AB', more));
    expect(session.wakesAt()).toBe(6_000);
    session.pass(6_000);
    session.receive(scan('CD'));
    expect(session.faults()).toEqual(['unfinished']);
    expect(session.scans()).toEqual([']C0CD']);
    session.receive(scan('AB', more));
    expect(session.receive(scan('CD', 0, 1))).toEqual(['CMD_NAK 10']);
    for (let part = 0; part < 17; part++)
      session.receive(scan(String.fromCharCode(65 + part).repeat(250), more));
    expect(session.faults()).toEqual(['unfinished', 'value', 'too_long']);
  });

  test('names what is no text, and a packet that makes no sense', () => {
    const session = host();
    expect(session.receive(packet(ssiOpcode.DECODE_DATA, [3, 0xff]))).toEqual(['CMD_NAK 10']);
    expect(session.receive(packet(ssiOpcode.DECODE_DATA, [3, 0x07]))).toEqual(['CMD_NAK 10']);
    expect(session.receive(packet(ssiOpcode.DECODE_DATA, []))).toEqual(['CMD_NAK 10']);
    expect(session.faults()).toEqual(['value', 'value', 'value']);
    expect(session.scans()).toEqual([]);
  });

  test('lets the separators of ISO/IEC 15434 pass', () => {
    const session = host();
    session.receive(packet(ssiOpcode.DECODE_DATA, [3, 0x1c, 0x1d, 0x1e, 0x1f, 0x04]));
    expect(session.faults()).toEqual([]);
    expect(session.scans()).toHaveLength(1);
  });

  test('asks again for a packet that stops in the middle', () => {
    const session = host();
    session.receive(scan('ABC').subarray(0, 5));
    expect(session.wakesAt()).toBe(200);
    expect(session.pass(199)).toEqual([]);
    expect(session.pass(1)).toEqual(['CMD_NAK 1']);
    session.receive(scan('ABC', again));
    expect(session.scans()).toEqual([']C0ABC']);
  });

  test('acknowledges events and parameters, and tells them', () => {
    const session = host();
    expect(session.receive(packet(ssiOpcode.EVENT, [3]))).toEqual(['CMD_ACK']);
    expect(session.receive(packet(ssiOpcode.PARAM_SEND, [0xff, 0x8a, 8]))).toEqual(['CMD_ACK']);
    expect(session.told.map((action) => action.kind === 'message' && action.message.kind)).toEqual([
      'event',
      'parameters',
    ]);
  });

  test('does not take its own echo for the decoder', () => {
    const session = host();
    expect(session.receive(packet(ssiOpcode.DECODE_DATA, [3, 0x41], 0, 4))).toEqual([]);
    expect(session.told).toEqual([]);
  });
});

describe('a command to an SSI decoder', () => {
  const beep = { id: 1, name: 'BEEP', data: Uint8Array.of(5) } as const;

  test('goes out one after the other, each when the one before is answered', () => {
    const session = host();
    expect(session.command(beep)).toEqual(['BEEP 5']);
    expect(
      session.command({ id: 2, name: 'PARAM_SEND', data: Uint8Array.of(255, 1, 1), permanent: true }),
    ).toEqual([]);
    expect(session.command({ id: 3, name: 'WAKEUP' })).toEqual([]);
    expect(session.command({ id: 4, name: 'REQUEST_REVISION' })).toEqual([]);
    expect(session.receive(packet(ssiOpcode.CMD_ACK, []))).toEqual(['PARAM_SEND 255 1 1 permanent']);
    expect(session.receive(packet(ssiOpcode.CMD_ACK, []))).toEqual(['WAKEUP', 'REQUEST_REVISION']);
    session.receive(packet(ssiOpcode.CMD_ACK, []));
    session.receive(packet(ssiOpcode.REPLY_REVISION, [0x4e]));
    expect(session.told).toEqual([
      { kind: 'command-done', id: 1, message: null },
      { kind: 'command-done', id: 2, message: null },
      { kind: 'command-done', id: 3, message: null },
      { kind: 'command-done', id: 4, message: { kind: 'revision', revision: 'N' } },
    ]);
    expect(session.wakesAt()).toBe(null);
  });

  test('is sent again without an answer, and fails in the end', () => {
    const session = host();
    session.command(beep);
    expect(session.wakesAt()).toBe(2_000);
    expect(session.pass(1_999)).toEqual([]);
    expect(session.pass(1)).toEqual(['BEEP 5 again']);
    expect(session.receive(packet(ssiOpcode.CMD_NAK, [1]))).toEqual(['BEEP 5 again']);
    expect(session.receive(packet(ssiOpcode.CMD_NAK, [1]))).toEqual([]);
    expect(session.told).toEqual([{ kind: 'command-failed', id: 1, reason: 'NO_ANSWER' }]);
  });

  test('fails when the decoder refuses it', () => {
    const session = host();
    session.command(beep);
    session.receive(packet(ssiOpcode.CMD_NAK, [6]));
    session.command({ ...beep, id: 2 });
    session.receive(packet(ssiOpcode.CMD_NAK, [77]));
    session.receive(packet(ssiOpcode.CMD_NAK, [6]));
    expect(session.told).toEqual([
      { kind: 'command-failed', id: 1, reason: 'DENIED' },
      { kind: 'command-failed', id: 2, reason: 'BAD_CONTEXT' },
    ]);
  });

  test('waits while a scan is undecided, but not for ever', () => {
    const session = host();
    session.receive(scan('ABC'));
    expect(session.command(beep)).toEqual([]);
    expect(session.decide('accept', 1)).toEqual(['CMD_ACK', 'BEEP 5']);
    session.receive(packet(ssiOpcode.CMD_ACK, []));
    session.receive(scan('XYZ'));
    session.command(beep);
    expect(session.wakesAt()).toBe(6_000);
    expect(session.pass(6_000)).toEqual(['BEEP 5']);
  });

  test('is refused when too many wait or its data are too long', () => {
    const session = host();
    session.command(beep);
    for (let id = 2; id < 67; id++) session.command({ ...beep, id });
    session.command({ ...beep, id: 99 });
    expect(session.told).toEqual([
      { kind: 'command-failed', id: 66, reason: 'QUEUE_FULL' },
      { kind: 'command-failed', id: 99, reason: 'QUEUE_FULL' },
    ]);
    const other = host();
    other.command({ id: 1, name: 'PARAM_SEND', data: new Uint8Array(252) });
    expect(other.told).toMatchObject([{ fault: { code: 'too_long' } }, { kind: 'command-failed', id: 1 }]);
  });
});

test('each scan counts once over a line that damages, loses and splits', () => {
  const trouble = fc.constantFrom('none', 'damage', 'lose', 'lose answer');
  const tries = fc.array(fc.tuple(trouble, fc.boolean()), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(tries, { maxLength: 12 }), (scans) => {
      const session = host();
      for (const [index, attempts] of scans.entries())
        decoderSends(session, `S${index}`, [...attempts, ['none', false]]);
      expect(session.scans()).toEqual(scans.map((_, index) => `]C0S${index}`));
    }),
  );
});

/** A decoder: sends until it sees the acknowledgement. */
function decoderSends(
  session: ReturnType<typeof host>,
  text: string,
  attempts: (readonly [string, boolean])[],
) {
  for (const [attempt, [trouble, splits]] of attempts.entries()) {
    const bytes = scan(text, attempt === 0 ? 0 : again);
    const before = session.sent.length;
    const arriving = trouble === 'damage' ? damaged(bytes) : bytes;
    if (trouble !== 'lose')
      for (const part of splits ? [arriving.subarray(0, 3), arriving.subarray(3)] : [arriving])
        session.receive(part);
    const open = session.told.at(-1);
    if (open?.kind === 'scan') session.decide('accept', open.scanId);
    if (trouble !== 'lose answer' && session.sent.slice(before).includes('CMD_ACK')) return;
    session.pass(500);
  }
}

test('a session never throws and stays bounded, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.nat(3_000)), { maxLength: 30 }),
      (parts) => {
        const session = host();
        for (const [bytes, ms] of parts) {
          session.receive(Uint8Array.of(...scan('A', more), ...bytes));
          session.pass(ms);
        }
      },
    ),
  );
});
