import { useWords } from '../words.ts';

/** All that stands below the bars of goods, labels, sheets and places. */
const rows = ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL-', 'ZXCVBNM:._'] as const;

interface ScreenKeysProps {
  readonly onKey: (character: string) => void;
  readonly onBack: () => void;
}

/** Keys on the screen, for stations whose system has none of its own. */
export function ScreenKeys({ onKey, onBack }: ScreenKeysProps) {
  const { text } = useWords();
  return (
    <div className="screen-keys">
      {rows.flatMap((row) =>
        Array.from(row, (character) => (
          <button key={character} type="button" className="screen-key" onClick={() => onKey(character)}>
            {character}
          </button>
        )),
      )}
      <button type="button" className="screen-key" aria-label={text('backspace')} onClick={onBack}>
        ⌫
      </button>
    </div>
  );
}
