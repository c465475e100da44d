import { Button, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';
import { ScreenKeys } from './screen-keys.tsx';

/** Opened on request only: elsewhere no soft keyboard ever appears. */
export function CodeEntry({ onCode }: { readonly onCode: (code: string) => void }) {
  const { text } = useWords();
  const [code, setCode] = useState('');
  // A phone has better keys of its own than would fit on it.
  const isLarge = useMediaQuery('(min-width: 700px)');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '') onCode(code.trim());
    setCode('');
  };
  return (
    <form className="entry" onSubmit={submit}>
      <TextInput
        label={text('code')}
        description={text('typeAdvice')}
        size="xl"
        data-autofocus
        inputMode={isLarge ? 'none' : 'text'}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {isLarge && (
        <ScreenKeys
          onKey={(character) => setCode((before) => before + character)}
          onBack={() => setCode((before) => before.slice(0, -1))}
        />
      )}
      <Button type="submit" size="xl" fullWidth disabled={code.trim() === ''}>
        {text('send')}
      </Button>
    </form>
  );
}
