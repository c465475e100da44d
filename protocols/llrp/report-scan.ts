import { hexOf } from '../bytes/hex.ts';
import type { TagReadDetail } from '../rfid/tag-read.ts';
import { impinj } from './definitions/impinj.ts';
import { motorola } from './definitions/motorola.ts';
import type { EpcText } from './epc-text.ts';
import { headerBytes } from './header.ts';
import { parameterDefinitions } from './registry.ts';
import {
  dropUnasked,
  everyContent,
  type LlrpTagRead,
  type ReportContent,
  type ReportFields,
} from './report-fields.ts';

const customType = 1023;
const tagReportDataType = 240;
const epcDataType = 241;
/** The header of a custom parameter: type, length, vendor, subtype. */
const customHeaderBytes = 12;

/** Of each TV type the length with its type byte; 0 where the type is not known. */
const tvLengths = tvLengthTable();

function tvLengthTable(): Uint8Array {
  const lengths = new Uint8Array(128);
  for (const { encoding, fields } of Object.values(parameterDefinitions)) {
    if (encoding.form === 'TV') {
      lengths[encoding.type] = 1 + Object.values(fields).reduce((bits, field) => bits + field.bits, 0) / 8;
    }
  }
  return lengths;
}

/** One pass over the bytes of one report, with no more objects than the reads. Hand-made: the tree decoder is the check. */
export class ReportScan {
  readonly reads: LlrpTagRead[] = [];
  readonly fields: ReportFields;
  readonly #bytes: Uint8Array;
  readonly #epcs: EpcText;
  readonly #content: ReportContent;
  /** Null until the tag at hand has told it; a blank tag has an empty one. */
  #epc: string | null = null;
  /** What vendors tell of the tag at hand. */
  #rssiDbm: number | null = null;
  #tid = '';
  #phaseRadians: number | null = null;
  #dopplerHz: number | null = null;

  constructor(bytes: Uint8Array, epcs: EpcText, content: ReportContent, fields: ReportFields) {
    this.#bytes = bytes;
    this.#epcs = epcs;
    this.#content = content;
    this.fields = fields;
  }

  /** Where the first fault is and in which parameter of the message, or null. */
  message(): { readonly offset: number; readonly place: number } | null {
    const end = this.#bytes.length;
    let at = headerBytes;
    for (let place = 0; at < end; place += 1) {
      const next = this.#next(at, end);
      const isTag = next > 0 && this.#uint16(at) === tagReportDataType;
      if (next < 0 || (isTag && !this.#tag(at + 4, next))) {
        return { offset: at, place };
      }
      at = next;
    }
    return null;
  }

  /** Where the parameter at `at` ends; -1 where it has no valid end. */
  #next(at: number, end: number): number {
    const first = this.#bytes[at] ?? 0;
    if (first >= 0x80) {
      const length = tvLengths[first & 0x7f] ?? 0;
      return length === 0 || length > end - at ? -1 : at + length;
    }
    const length = end - at < 4 ? 0 : this.#uint16(at + 2);
    return first >= 4 || length < 4 || length > end - at ? -1 : at + length;
  }

  #tag(start: number, end: number): boolean {
    this.#begin();
    let at = start;
    while (at < end) {
      const next = this.#next(at, end);
      if (next < 0) {
        return false;
      }
      const first = this.#bytes[at] ?? 0;
      if (first >= 0x80) {
        this.#tv(first & 0x7f, at + 1);
      } else if (!this.#tlv(at, next)) {
        return false;
      }
      at = next;
    }
    return this.#epc !== null && this.#emit(this.#epc);
  }

  #begin(): void {
    this.#epc = null;
    this.#rssiDbm = null;
    this.#tid = '';
    this.#phaseRadians = null;
    this.#dopplerHz = null;
    if (this.#content !== everyContent) {
      dropUnasked(this.fields, this.#content);
    }
  }

  #tv(type: number, at: number): void {
    const fields = this.fields;
    switch (type) {
      case 13:
        this.#epc = this.#epcs.of(this.#bytes, at);
        break;
      case 1:
        fields.antenna = this.#uint16(at);
        break;
      case 6:
        fields.rssiDbm = ((this.#bytes[at] ?? 0) << 24) >> 24;
        break;
      case 2:
        fields.firstSeenUs = this.#microseconds(at);
        break;
      case 4:
        fields.lastSeenUs = this.#microseconds(at);
        break;
      case 8:
        fields.count = Math.max(1, this.#uint16(at));
        break;
      case 9:
        fields.roSpecId = this.#uint32(at);
        break;
      case 7:
        fields.channel = this.#uint16(at);
        break;
      case 12:
        fields.pc = this.#uint16(at);
        break;
      case 3:
        fields.firstSeenUs = null;
        break;
      case 5:
        fields.lastSeenUs = null;
        break;
    }
  }

  #tlv(at: number, end: number): boolean {
    const type = this.#uint16(at);
    if (type === customType && end - at >= customHeaderBytes) {
      this.#custom(this.#uint32(at + 4), this.#uint32(at + 8), at + customHeaderBytes, end);
    }
    return type !== epcDataType || this.#epcData(at + 4, end);
  }

  #epcData(at: number, end: number): boolean {
    const bytes = end - at < 2 ? -1 : Math.ceil(this.#uint16(at) / 8);
    if (bytes < 0 || bytes > end - at - 2) {
      return false;
    }
    this.#epc =
      bytes === 12 ? this.#epcs.of(this.#bytes, at + 2) : hexOf(this.#bytes, at + 2, at + 2 + bytes);
    return true;
  }

  #custom(vendor: number, subtype: number, at: number, end: number): void {
    if (end - at < 2) {
      return;
    }
    if (vendor === impinj) {
      this.#impinj(subtype, at, end);
    } else if (vendor === motorola && subtype === 709) {
      this.#phaseRadians = turn(this.#sint16(at) / 65_536);
    }
  }

  #impinj(subtype: number, at: number, end: number): void {
    const words = this.#uint16(at);
    switch (subtype) {
      case 55:
        this.#tid =
          words === 0 || words * 2 > end - at - 2
            ? this.#tid
            : hexOf(this.#bytes, at + 2, at + 2 + words * 2);
        break;
      case 56:
        this.#phaseRadians = turn(words / 4096);
        break;
      case 57:
        this.#rssiDbm = this.#sint16(at) / 100;
        break;
      case 68:
        this.#dopplerHz = this.#sint16(at) / 16;
        break;
    }
  }

  #emit(epc: string): true {
    const plain = this.fields.channel === null && this.#tid === '' && this.#phaseRadians === null;
    this.reads.push(plain && this.#dopplerHz === null ? this.#read(epc) : this.#detailedRead(epc));
    return true;
  }

  #read(epc: string): LlrpTagRead {
    const fields = this.fields;
    return {
      epc,
      pc: fields.pc,
      antenna: fields.antenna,
      rssiDbm: this.#rssiDbm ?? fields.rssiDbm,
      count: fields.count,
      firstSeenUs: fields.firstSeenUs,
      lastSeenUs: fields.lastSeenUs,
      roSpecId: fields.roSpecId,
    };
  }

  #detailedRead(epc: string): LlrpTagRead {
    const fields = this.fields;
    return {
      epc,
      pc: fields.pc,
      antenna: fields.antenna,
      rssiDbm: this.#rssiDbm ?? fields.rssiDbm,
      count: fields.count,
      firstSeenUs: fields.firstSeenUs,
      lastSeenUs: fields.lastSeenUs,
      roSpecId: fields.roSpecId,
      more: this.#detail(),
    };
  }

  #detail(): TagReadDetail {
    const detail: { -readonly [K in keyof TagReadDetail]: TagReadDetail[K] } = {};
    if (this.#tid !== '') {
      detail.tid = this.#tid;
    }
    if (this.#phaseRadians !== null) {
      detail.phaseRadians = this.#phaseRadians;
    }
    if (this.#dopplerHz !== null) {
      detail.dopplerHz = this.#dopplerHz;
    }
    if (this.fields.channel !== null) {
      detail.channel = this.fields.channel;
    }
    return detail;
  }

  #uint16(at: number): number {
    return ((this.#bytes[at] ?? 0) << 8) | (this.#bytes[at + 1] ?? 0);
  }

  #sint16(at: number): number {
    return (this.#uint16(at) << 16) >> 16;
  }

  #uint32(at: number): number {
    return this.#uint16(at) * 65_536 + this.#uint16(at + 2);
  }

  /** Null for what is no time: beyond the whole numbers that a number can hold, some 285 years after 1970. */
  #microseconds(at: number): number | null {
    const microseconds = this.#uint32(at) * 4_294_967_296 + this.#uint32(at + 4);
    return microseconds <= Number.MAX_SAFE_INTEGER ? microseconds : null;
  }
}

/** Radians from 0 up to a full turn. */
function turn(share: number): number {
  return (share - Math.floor(share)) * 2 * Math.PI;
}
