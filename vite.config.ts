import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Each page is an application of its own, served at the root of its own service: `vite build --mode screen`. */
const pageSources: Readonly<Record<string, string>> = {
  screen: 'edge/screen',
  journey: 'central/pages',
  simulator: 'devices/simulator-page',
  site: 'gateway/pages',
};

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig(({ mode }) => {
  const source = pageSources[mode];
  // Other tools read this file too, in modes of their own.
  if (source === undefined) return {};
  return {
    root: fromHere(source),
    base: './',
    plugins: [react()],
    build: {
      outDir: fromHere(`dist/web/${mode}`),
      emptyOutDir: true,
      // Pack stations run tablets and handhelds of several years' age.
      target: ['chrome111', 'firefox115', 'safari16'],
      // An inlined asset would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});
