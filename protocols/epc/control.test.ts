import { describe, expect, test } from 'vitest';
import { filterValueName } from './filter-value.ts';
import { decodePcWord, decodeXpcWord, pcWordForEpc } from './pc-word.ts';
import { decodeTid } from './tid.ts';

describe('the PC word', () => {
  test('of an EPC has its length and attribute bits', () => {
    expect(decodePcWord(0x3401)).toEqual({
      lengthWords: 6,
      hasUserMemory: true,
      hasXpc: false,
      attributeBits: 1,
      applicationFamily: null,
    });
  });

  test('with the toggle set has an application family', () => {
    expect(decodePcWord(0x29a9)).toMatchObject({
      lengthWords: 5,
      applicationFamily: 0xa9,
      attributeBits: null,
    });
  });

  test('to write is rounded up to whole words', () => {
    expect([96, 111, 198].map((bits) => pcWordForEpc(bits))).toEqual([0x3000, 0x3800, 0x6800]);
    expect(pcWordForEpc(96, 1)).toBe(0x3001);
  });

  test('is extended by flags', () => {
    expect(decodeXpcWord(0x0001)).toMatchObject({ hazardousMaterial: true, killable: false });
    expect(decodeXpcWord(0x0804)).toMatchObject({ sensorAlarm: true, killable: true, hasSecondXpc: false });
  });
});

describe('the TID', () => {
  test('names designer, model and serial', () => {
    expect(decodeTid('E28011052000ABCDEF012345')).toEqual({
      ok: true,
      value: {
        hasExtendedTid: true,
        hasSecurity: false,
        hasFiles: false,
        designerId: 1,
        designer: 'Impinj',
        modelNumber: 0x105,
        serial: 'ABCDEF012345',
        stidUri: 'urn:epc:stid:x801.x105.xABCDEF012345',
        extended: {
          serialBits: 48,
          optionalCommands: false,
          blockWriteAndErase: false,
          userMemoryAndBlockPermalock: false,
          lockBits: false,
        },
      },
    });
  });

  test('without extension, or read in part, has no serial', () => {
    expect(decodeTid('E2003412')).toMatchObject({ value: { designer: 'Alien Technology', serial: null } });
    expect(decodeTid('e280689420005010')).toMatchObject({
      value: {
        designer: 'NXP Semiconductors',
        modelNumber: 0x894,
        serial: null,
        extended: { serialBits: 48 },
      },
    });
  });

  test('has a longer serial where its header says so', () => {
    const tid = decodeTid(`E2801105E000${'0123456789ABCDEF'.repeat(3).slice(0, 36)}`);
    expect(tid).toMatchObject({ value: { serial: '0123456789ABCDEF0123456789ABCDEF0123' } });
  });

  test('of another class, or too short, is refused', () => {
    expect(decodeTid('E0040100')).toMatchObject({ code: 'unknown_header', field: 'allocationClass' });
    expect(decodeTid('E28011')).toMatchObject({ code: 'truncated', field: 'model', offset: 20 });
  });
});

test('filter values have names, and those without one are reserved', () => {
  expect(filterValueName('SGTIN-96', 1)).toBe('point of sale trade item');
  expect(filterValueName('DSGTIN++', 2)).toBe('full case for transport');
  expect(filterValueName('SSCC+', 6)).toBe('unit load');
  expect(filterValueName('ADI-var', 17)).toBe('avionics');
  expect(filterValueName('USDOD-96', 2)).toBe('unit pack');
  expect(filterValueName('GRAI-170', 0)).toBe('all others');
  expect(filterValueName('GRAI-170', 5)).toBe('reserved');
});
