import {
  createTheme,
  defaultVariantColorsResolver,
  MantineProvider,
  type VariantColorsResolver,
} from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@mantine/core/styles.css';
import './tokens.css';
import { Problem } from './api.ts';
import { SignInGate } from './sign-in.tsx';

/** What stands on the accent is dark in the dark, where the accent is bright: Mantine would decide once, for the light. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const accent = input.color === undefined || input.color === 'harbour';
  return input.variant === 'filled' && accent ? { ...colors, color: 'var(--on-accent)' } : colors;
};

const theme = createTheme({
  primaryColor: 'harbour',
  colors: {
    harbour: [
      '#e4edf6',
      '#c8dbed',
      '#a5cdf3',
      '#7db4ea',
      '#4f8fce',
      '#316fae',
      '#1f5a96',
      '#174875',
      '#123858',
      '#0c1c2b',
    ],
  },
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  respectReducedMotion: true,
  variantColorResolver: variantColors,
});

/** A refusal will not change by asking again; a lost connection may. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 3 && !(error instanceof Problem && error.status < 500);
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, staleTime: 2_000, refetchOnWindowFocus: true } },
});

/** Puts a page into its document, with the common look; light or dark follows the system. */
export function mountPage(page: ReactNode): void {
  const place = document.getElementById('page');
  if (place === null) throw new Error('the document has no element with the id "page"');
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <SignInGate>{page}</SignInGate>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
