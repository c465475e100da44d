/** Enough to read a label in it. */
const longestSide = 1_600;
/** What an agent takes in one request is 1 MiB. */
const maxBytes = 900_000;

/** A picture file, made as large as it needs to be; null if it is none. */
export async function decoded(file: Blob): Promise<HTMLCanvasElement | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

/** As JPEG, with less quality where it would else be too large; null if it cannot be. */
export async function toJpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const blob = await toBlob(canvas, 'image/jpeg', quality);
    if (blob !== null && blob.size <= maxBytes) return blob;
  }
  return null;
}

export function toBlob(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
