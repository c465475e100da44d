import { Fragment } from 'react';

const names: Readonly<Record<string, string>> = {
  '\x1d': 'GS',
  '\x1e': 'RS',
  '\x04': 'EOT',
  '\r': 'CR',
  '\n': 'LF',
  '\t': 'TAB',
};

function nameOf(control: string): string {
  return names[control] ?? `x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** What a scanner read, exactly, with its control characters made visible. */
export function RawScan({ raw }: { raw: string }) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const pieces = raw.split(/([\x00-\x1f\x7f])/);
  return (
    <span className="mono raw-scan">
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
        <Fragment key={index}>
          {index % 2 === 1 ? <span className="control-character">{nameOf(piece)}</span> : piece}
        </Fragment>
      ))}
    </span>
  );
}
