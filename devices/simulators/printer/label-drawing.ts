export interface LabelSize {
  readonly dotsPerMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Draws a label as the printer burns it, as PNG. @throws what the drawing library does not know */
export async function drawLabel(zpl: Uint8Array, size: LabelSize): Promise<Buffer> {
  // It is large, and only pictures need it.
  const { ready } = await import('zpl-renderer-js');
  const { api } = await ready;
  const text = new TextDecoder().decode(zpl);
  const png = await api.zplToBase64Async(text, size.widthMm, size.heightMm, size.dotsPerMm);
  return Buffer.from(png, 'base64');
}
