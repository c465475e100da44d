import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';

const longestPin = 12;
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Takes the PIN of whoever scanned a badge, by touch or by keys; it is sent once, shown never, and kept nowhere. */
export function PinPad({ onCommand }: { readonly onCommand: (code: string) => void }) {
  const { text } = useWords();
  const [pin, setPin] = useState('');
  const add = (digit: string) => setPin((before) => (before + digit).slice(0, longestPin));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin !== '') onCommand(`PP:PIN:${pin}`);
    setPin('');
  };
  return (
    <form className="pin" onSubmit={submit}>
      <TextInput
        type="password"
        label={text('pin')}
        size="xl"
        // The keys below are the keyboard: the one of the device would cover them.
        inputMode="none"
        autoComplete="off"
        autoFocus
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value.replace(/\D/g, '').slice(0, longestPin))}
      />
      <div className="pin-keys">
        {digits.map((digit) => (
          <PinKey key={digit} label={digit} onPress={() => add(digit)} />
        ))}
        <PinKey label="⌫" name={text('signatureClear')} onPress={() => setPin('')} />
        <PinKey label="0" onPress={() => add('0')} />
        <Button className="pin-key" type="submit" disabled={pin === ''}>
          {text('send')}
        </Button>
      </div>
    </form>
  );
}

interface PinKeyProps {
  readonly label: string;
  readonly name?: string;
  readonly onPress: () => void;
}

function PinKey({ label, name, onPress }: PinKeyProps) {
  return (
    <Button className="pin-key" variant="default" aria-label={name ?? label} onClick={onPress}>
      {label}
    </Button>
  );
}
