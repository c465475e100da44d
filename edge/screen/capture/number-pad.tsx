import { useState } from 'react';
import { useWords } from '../words.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const mostDigits = 7;

interface NumberPadProps {
  /** What is counted. */
  readonly of: string;
  readonly onNumber: (n: number) => void;
}

/** A quantity by touch alone. It is no text field: a scan is heard while it is open, and no soft keyboard comes. */
export function NumberPad({ of, onNumber }: NumberPadProps) {
  const { text } = useWords();
  const [typed, setTyped] = useState('');
  const add = (digit: string) =>
    setTyped((before) => `${before}${digit}`.replace(/^0+(?=\d)/, '').slice(0, mostDigits));
  return (
    <div className="number">
      <p className="number-of">{of}</p>
      <output className="number-shown num" data-empty={typed === ''} aria-label={text('quantity')}>
        {typed === '' ? '–' : typed}
      </output>
      <div className="number-keys">
        {digits.map((digit) => (
          <NumberKey key={digit} label={digit} onPress={() => add(digit)} />
        ))}
        <NumberKey
          label="⌫"
          name={text('backspace')}
          onPress={() => setTyped((before) => before.slice(0, -1))}
        />
        <NumberKey label="0" onPress={() => add('0')} />
        <NumberKey label="C" name={text('signatureClear')} onPress={() => setTyped('')} />
      </div>
      <button
        type="button"
        className="action number-take"
        data-tone="primary"
        disabled={typed === ''}
        onClick={() => onNumber(Number(typed))}
      >
        <strong>{typed === '' ? text('quantityTake') : text('quantityTakeN', { n: typed })}</strong>
      </button>
    </div>
  );
}

interface NumberKeyProps {
  readonly label: string;
  readonly name?: string;
  readonly onPress: () => void;
}

function NumberKey({ label, name, onPress }: NumberKeyProps) {
  return (
    <button type="button" className="number-key" aria-label={name ?? label} onClick={onPress}>
      {label}
    </button>
  );
}
