/** Reads what lies nearest to the middle of a picture: one code, even where a label holds several. */
export interface CodeReader {
  read(picture: HTMLCanvasElement): Promise<string | null>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Found {
  readonly text: string;
  readonly corners: readonly Point[];
}

/** The codes of goods, labels and screens. */
const wanted = ['code_128', 'data_matrix', 'ean_13', 'ean_8', 'itf', 'qr_code', 'upc_a', 'upc_e'] as const;

/** Of the Barcode Detection API, which not every browser has. */
interface Detector {
  detect(picture: HTMLCanvasElement): Promise<{ rawValue: string; cornerPoints: readonly Point[] }[]>;
}
interface DetectorConstructor {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** The browser's own reader where it knows all codes that we use; else one that our own server brings along. */
export async function openCodeReader(): Promise<CodeReader> {
  return (await ownOfBrowser()) ?? (await ownOfServer());
}

async function ownOfBrowser(): Promise<CodeReader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorConstructor };
  if (BarcodeDetector === undefined) return null;
  const supported = await BarcodeDetector.getSupportedFormats().catch((): readonly string[] => []);
  if (!wanted.every((format) => supported.includes(format))) return null;
  const detector = new BarcodeDetector({ formats: wanted });
  return {
    read: async (picture) => {
      const codes = await detector.detect(picture);
      const found = codes.map(({ rawValue, cornerPoints }) => ({ text: rawValue, corners: cornerPoints }));
      return nearestTo(middleOf(picture), found);
    },
  };
}

/** Loaded when it is first needed; it asks no other server. */
async function ownOfServer(): Promise<CodeReader> {
  const [{ prepareZXingModule, readBarcodes }, wasm] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  await prepareZXingModule({ overrides: { locateFile: () => wasm.default }, fireImmediately: true });
  return {
    read: async (picture) => {
      const image = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height);
      if (image === undefined) return null;
      const codes = await readBarcodes(image, {
        formats: ['Code128', 'DataMatrix', 'EANUPC', 'ITF', 'QRCode'],
        textMode: 'Plain',
      });
      const found = codes.map(({ symbologyIdentifier, text, position }) => ({
        text: symbologyIdentifier + text,
        corners: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft],
      }));
      return nearestTo(middleOf(picture), found);
    },
  };
}

function middleOf({ width, height }: HTMLCanvasElement): Point {
  return { x: width / 2, y: height / 2 };
}

/** The code whose centre is nearest to a point; null without codes. */
export function nearestTo(point: Point, codes: readonly Found[]): string | null {
  let nearest: { text: string; distance: number } | null = null;
  for (const { text, corners } of codes) {
    const x = corners.reduce((sum, corner) => sum + corner.x, 0) / corners.length;
    const y = corners.reduce((sum, corner) => sum + corner.y, 0) / corners.length;
    const distance = Math.hypot(x - point.x, y - point.y);
    if (nearest === null || distance < nearest.distance) nearest = { text, distance };
  }
  return nearest?.text ?? null;
}
