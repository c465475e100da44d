import PDFDocument from 'pdfkit';
import { winAnsi } from './win-ansi.ts';

type Document = InstanceType<typeof PDFDocument>;

/** A4 in points, its margins, and the colours of all our papers. */
export const page = { width: 595.28, height: 841.89, left: 54, right: 541.28, top: 54, bottom: 770 } as const;
export const ink = {
  text: '#1d2733',
  soft: '#66717d',
  line: '#d5dae0',
  accent: '#0b6e4f',
  tint: '#eef6f2',
} as const;

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

/** A paper of one or more sheets on which text is put at places; it knows how far down it is written. */
export class PdfSheet {
  readonly #document: Document;
  /** Where the next thing goes, from the top of the sheet. */
  y: number = page.top;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Writes text at `x`, `y`, wrapped into `width`; y does not move. Returns the height that it took. */
  text(text: string, x: number, y: number, style: TextStyle = {}): number {
    const shown = winAnsi(text);
    const width = style.width ?? page.right - x;
    this.#set(style);
    this.#document.text(shown, x, y, { width, align: style.align ?? 'left', lineGap: 1.5 });
    return this.heightOf(text, { ...style, width });
  }

  heightOf(text: string, style: TextStyle & { readonly width: number }): number {
    this.#set(style);
    return this.#document.heightOfString(winAnsi(text), { width: style.width, lineGap: 1.5 });
  }

  rule(y: number, color: string = ink.line, from: number = page.left): void {
    this.#document.moveTo(from, y).lineTo(page.right, y).lineWidth(0.7).strokeColor(color).stroke();
  }

  box(x: number, y: number, width: number, height: number, color: string): void {
    this.#document.roundedRect(x, y, width, height, 4).fillColor(color).fill();
  }

  /** Whether `height` still fits on this sheet. */
  fits(height: number): boolean {
    return this.y + height <= page.bottom;
  }

  nextSheet(): void {
    this.#document.addPage();
    this.y = page.top;
  }

  /** Writes something on each sheet, when their number is known. */
  onEachSheet(write: (sheet: number, of: number) => void): void {
    const { count } = this.#document.bufferedPageRange();
    for (let sheet = 0; sheet < count; sheet += 1) {
      this.#document.switchToPage(sheet);
      write(sheet + 1, count);
    }
  }

  #set({ size = 9, bold = false, color = ink.text }: TextStyle): void {
    this.#document
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(color);
  }
}

export interface PdfTitle {
  readonly title: string;
  readonly author: string;
  /** When the document was issued. Nothing of the present goes into the file, so that it is the same each time. */
  readonly issuedAt: string;
}

/** Makes a PDF; the same writing gives the same bytes. */
export async function writePdf(about: PdfTitle, write: (sheet: PdfSheet) => void): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    // Text is placed by us alone: without margins nothing makes pdfkit turn the page by itself.
    margin: 0,
    bufferPages: true,
    info: {
      Title: winAnsi(about.title),
      Author: winAnsi(about.author),
      Creator: 'Packproof',
      Producer: 'Packproof',
      CreationDate: new Date(about.issuedAt),
    },
  });
  const parts: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  write(new PdfSheet(document));
  document.end();
  await done;
  return Buffer.concat(parts);
}
