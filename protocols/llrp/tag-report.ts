import { decodeMessage } from './decode.ts';
import { EpcText } from './epc-text.ts';
import type { LlrpError, LlrpErrorCode } from './errors.ts';
import { messageHeader } from './header.ts';
import type { ParameterOf } from './message.ts';
import { contentOf, everyContent, type LlrpTagRead, noFields, type ReportContent } from './report-fields.ts';
import { ReportScan } from './report-scan.ts';

export type TagReport =
  | { readonly ok: true; readonly reads: readonly LlrpTagRead[] }
  | { readonly ok: false; readonly error: LlrpError };

const reportType = 61;

/**
 * Reads the tags of RO_ACCESS_REPORTs straight from their bytes, without a tree. One per connection, because a field that
 * was asked for and is absent has the value that it last had (LLRP 1.0.1, 13.2.3): antenna, RSSI, count, times, channel,
 * ROSpec and PC word are carried from tag to tag and report to report; what vendors add belongs to its tag alone.
 * Times since the reader's start, which are no UTC, come as null.
 */
export class TagReportReader {
  readonly #epcs = new EpcText();
  #content: ReportContent = everyContent;
  #last = noFields();

  /**
   * Tells what the reader was asked for and forgets the reports so far. Without it every field that was seen once counts as
   * asked for.
   */
  enable(selector: ParameterOf<'TagReportContentSelector'>): void {
    this.#content = contentOf(selector);
    this.#last = noFields();
  }

  /** The tags of one whole message, in its order. After an error the fields are those before the message. */
  read(bytes: Uint8Array): TagReport {
    const header = messageHeader(bytes, bytes.length);
    if (!header.ok) {
      return header;
    }
    if (header.header.type !== reportType) {
      return refused('not-a-report', 0, 'message', `type ${reportType}, not ${header.header.type}`);
    }
    const scan = new ReportScan(bytes, this.#epcs, this.#content, { ...this.#last });
    const fault = scan.message();
    if (fault !== null) {
      return explained(bytes, fault);
    }
    this.#last = scan.fields;
    return { ok: true, reads: scan.reads };
  }
}

/** The decoder of trees knows the path to a fault; the scan does not keep it. */
function explained(bytes: Uint8Array, fault: { readonly offset: number; readonly place: number }): TagReport {
  const decoded = decodeMessage(bytes);
  return decoded.ok
    ? refused(
        'missing-parameter',
        fault.offset,
        `RO_ACCESS_REPORT/TagReportData[${fault.place}]`,
        'EPCData or EPC_96',
      )
    : decoded;
}

function refused(code: LlrpErrorCode, offset: number, path: string, expected: string): TagReport {
  return { ok: false, error: { code, offset, path, field: null, expected } };
}
