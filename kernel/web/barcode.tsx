import { useMemo } from 'react';
import { barsOf } from './bars.ts';

const heightModules = 40;

/** The barcode that carries `text`, readable by a scanner; nothing where no symbol can carry it. Dark bars on white in every scheme. */
export function Barcode({ text, className }: { text: string; className?: string }) {
  const drawing = useMemo(() => draw(text), [text]);
  if (drawing === null) return null;
  return (
    <svg
      className={className}
      viewBox={`0 0 ${drawing.width} ${heightModules}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <rect width={drawing.width} height={heightModules} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}

function draw(text: string): { path: string; width: number } | null {
  const bars = barsOf(text);
  if (bars === null) return null;
  let x = bars.quiet;
  let path = '';
  for (const [index, width] of bars.widths.entries()) {
    if (index % 2 === 0) path += `M${x} 0h${width}v${heightModules}h-${width}z`;
    x += width;
  }
  return { path, width: x + bars.quiet };
}
