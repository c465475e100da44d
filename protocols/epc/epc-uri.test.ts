import { describe, expect, test } from 'vitest';
import { decodeEpcHex } from './epc-decode.ts';
import { parsePureIdentityUri, parseTagUri, pureIdentityUri, rawUri, tagUri } from './epc-uri.ts';

describe('the URNs of an EPC', () => {
  test('escape what a URN cannot hold, and keep dots of a serial', () => {
    const epc = parseTagUri('urn:epc:tag:sgtin-198:3.9521141.012345.a.%22%25%26%2F%3C%3E%3F.z');
    if (!epc.ok) throw new Error(epc.code);
    expect(epc.value.components).toEqual(['9521141', '012345', 'a."%&/<>?.z']);
    expect(pureIdentityUri(epc.value)).toBe('urn:epc:id:sgtin:9521141.012345.a.%22%25%26%2F%3C%3E%3F.z');
  });

  test('keep an empty component between two dots', () => {
    const epc = parsePureIdentityUri('urn:epc:id:sgln:952656789012..4711', 'SGLN-96', 0);
    if (!epc.ok) throw new Error(epc.code);
    expect(tagUri(epc.value)).toBe('urn:epc:tag:sgln-96:0.952656789012..4711');
  });

  test('carry control information in order, and only where it is not zero', () => {
    const epc = parseTagUri('urn:epc:tag:[att=x01][xpc=x0004]:sgtin-96:3.9521141.012345.4711');
    if (!epc.ok) throw new Error(epc.code);
    expect(tagUri(epc.value, { attributeBits: 1, hasUserMemory: true, xpc: 4 })).toBe(
      'urn:epc:tag:[att=x01][umi=1][xpc=x0004]:sgtin-96:3.9521141.012345.4711',
    );
  });

  test('do not exist for + schemes', () => {
    const epc = decodeEpcHex('F90095201234567891235');
    if (!epc.ok) throw new Error(epc.code);
    expect([tagUri(epc.value), pureIdentityUri(epc.value)]).toEqual([null, null]);
  });

  test.each([
    ['urn:epc:tag:sgtin-97:3.9521141.012345.4711', 'bad_uri'],
    ['urn:epc:tag:sgtin-96:03.9521141.012345.4711', 'bad_uri'],
    ['urn:epc:tag:sgtin-96:9.9521141.012345.4711', 'bad_filter'],
    ['urn:epc:tag:sgtin-96:3.9521141.012345', 'bad_uri'],
    ['urn:epc:tag:sgtin-96:3.9521141.01234.4711', 'bad_partition'],
    ['urn:epc:tag:sgtin-96:3.9521141.012345.04711', 'leading_zero'],
    ['urn:epc:tag:sgtin-96:3.9521141.012345.47a', 'invalid_character'],
    ['urn:epc:tag:sgtin-198:3.9521141.012345.47%0A', 'invalid_character'],
    ['urn:epc:tag:sgtin-198:3.9521141.012345.47 1', 'bad_uri'],
    ['urn:epc:tag:sgtin-198:3.9521141.012345.47/1', 'bad_uri'],
    ['urn:epc:tag:sscc-96:3.9521141.1234567890.1', 'bad_partition'],
    ['urn:epc:tag:gid-96:268435456.1.1', 'overflow'],
    ['urn:epc:tag:adi-var:3.35962.PQ7VZ4.%23', 'invalid_character'],
    ['urn:epc:tag:adi-var:3.3596I.PQ7VZ4.1', 'invalid_character'],
    ['urn:epc:tag:cpi-96:3.952114112345.1000.1', 'overflow'],
    ['urn:epc:id:sgtin:9521141.012345.4711', 'bad_uri'],
  ])('%s is refused', (uri, code) => {
    expect(parseTagUri(uri)).toMatchObject({ ok: false, code, unit: 'character' });
  });
});

describe('the raw URI of a bank that holds no EPC (TDS 2.3, 15.2.1)', () => {
  test('gives length and content, and the AFI where the toggle is set', () => {
    expect(rawUri('e280116060000208')).toBe('urn:epc:raw:64.xE280116060000208');
    expect(rawUri('0123456890ABCDEF01234567', 0x3001)).toBe(
      'urn:epc:raw:[att=x01]:96.x0123456890ABCDEF01234567',
    );
    expect(rawUri('0123456890ABCDEF', 0x2531, 4)).toBe(
      'urn:epc:raw:[umi=1][xpc=x0004]:64.x31.x0123456890ABCDEF',
    );
  });
});
