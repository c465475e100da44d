import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';

/** Opened on request only: elsewhere no soft keyboard ever appears. */
export function CodeEntry({ onCode }: { readonly onCode: (code: string) => void }) {
  const { text } = useWords();
  const [code, setCode] = useState('');
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
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="xl" fullWidth disabled={code.trim() === ''}>
        {text('send')}
      </Button>
    </form>
  );
}
