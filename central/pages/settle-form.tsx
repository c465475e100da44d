import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { postJson } from '../../kernel/web/api.ts';
import { type ExceptionItem, exceptionPath } from './exception-item.ts';
import { useWords } from './words.ts';

/** Settles one exception: the reason is kept with the name of who is signed in. */
export function SettleForm({ item }: { item: ExceptionItem }) {
  const { text } = useWords();
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => postJson(`${exceptionPath(item)}/settle`, { reason }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['exceptions'] }),
  });
  const settle = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className="settle" onSubmit={settle}>
      <TextInput
        aria-label={text('whySettledOf', { code: item.code, station: item.station, seq: String(item.seq) })}
        placeholder={text('whySettled')}
        maxLength={500}
        value={reason}
        error={error?.message}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={reason.trim() === ''} loading={isPending}>
        {text('settle')}
      </Button>
    </form>
  );
}
