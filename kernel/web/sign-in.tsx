import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { signInWanted } from './api.ts';
import { catalogOf } from './language.ts';
import { spokenLanguage } from './spoken-language.ts';
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
  const language = spokenLanguage();
  const words = catalogOf(language);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const secure = window.location.protocol === 'https:' ? '; Secure' : '';
    // A cookie, because a stream of server-sent events cannot carry an Authorization header.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support.
    document.cookie = `packproof_token=${encodeURIComponent(token.trim())}; path=/; SameSite=Strict; max-age=31536000${secure}`;
    window.location.reload();
  };
  return (
    <main className="sign-in" lang={language}>
      <form onSubmit={submit}>
        <h1>{words.signIn}</h1>
        <p className="soft">{words.signInWhy}</p>
        <PasswordInput
          label={words.token}
          size="lg"
          visibilityToggleButtonProps={{ 'aria-label': words.showToken }}
          autoFocus
          required
          withAsterisk={false}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" size="lg">
          {words.goOn}
        </Button>
      </form>
    </main>
  );
}
