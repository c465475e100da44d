import qrcode from 'qrcode-generator';

/** The white border that readers need (ISO/IEC 18004, 7.3.7). */
const quietModules = 4;

interface QrCode {
  readonly size: number;
  /** False outside of the code. */
  isDark(row: number, column: number): boolean;
}

/** The smallest QR code with error correction M that holds a text. */
export function qrCodeOf(text: string): QrCode {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const isInside = (at: number) => at >= 0 && at < size;
  return {
    size,
    isDark: (row, column) => isInside(row) && isInside(column) && code.isDark(row, column),
  };
}

/** A QR code for a terminal: two rows of modules in each line, light on dark as terminals are. */
export function qrLines(text: string): string[] {
  const { size, isDark } = qrCodeOf(text);
  const lines: string[] = [];
  for (let row = -quietModules; row < size + quietModules; row += 2) {
    let line = '';
    for (let column = -quietModules; column < size + quietModules; column += 1) {
      line += halfBlock(isDark(row, column), isDark(row + 1, column));
    }
    lines.push(line);
  }
  return lines;
}

/** The light modules are drawn, so that the code is right on a dark terminal. */
function halfBlock(upperDark: boolean, lowerDark: boolean): string {
  if (upperDark) return lowerDark ? ' ' : '▄';
  return lowerDark ? '▀' : '█';
}

/** A QR code as an SVG picture. */
export function qrSvg(text: string): string {
  const { size, isDark } = qrCodeOf(text);
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (isDark(row, column)) path += `M${column},${row}h1v1h-1z`;
    }
  }
  const side = size + 2 * quietModules;
  const box = `${-quietModules} ${-quietModules} ${side} ${side}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" shape-rendering="crispEdges">` +
    `<rect x="${-quietModules}" y="${-quietModules}" width="${side}" height="${side}" fill="#fff"/>` +
    `<path d="${path}" fill="#000"/></svg>`
  );
}
