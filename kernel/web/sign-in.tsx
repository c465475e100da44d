import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { signInWanted } from './api.ts';
import './sign-in.css';

/** Shows the page, or asks for a token as soon as the service wants one. */
export function SignInGate({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const ask = () => setWanted(true);
    window.addEventListener(signInWanted, ask);
    return () => window.removeEventListener(signInWanted, ask);
  }, []);
  return wanted ? <SignInForm /> : children;
}

function SignInForm() {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A cookie, because a stream of server-sent events cannot carry an Authorization header.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support.
    document.cookie = `packproof_token=${encodeURIComponent(token.trim())}; path=/; SameSite=Strict; max-age=31536000`;
    window.location.reload();
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>Sign in</h1>
        <p className="soft">This service answers only to those who hold one of its tokens.</p>
        <PasswordInput
          label="Token"
          size="lg"
          autoFocus
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" disabled={token.trim() === ''}>
          Continue
        </Button>
      </form>
    </main>
  );
}
