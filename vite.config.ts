import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { packageVersion } from './kernel/package-root.ts';
import { installable } from './web-build/installable.ts';

/** Each page is an application of its own, served at the root of its own service (the handheld below the gateway's): `vite build --mode screen`. */
const pageSources: Readonly<Record<string, string>> = {
  screen: 'edge/screen',
  handheld: 'edge/handheld',
  journey: 'central/pages',
  simulator: 'devices/simulator-page',
  site: 'gateway/pages',
};

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Besides its page the handheld has a service worker, whose name never changes. */
const handheldInput = {
  input: {
    index: fromHere('edge/handheld/index.html'),
    sw: fromHere('edge/handheld/service-worker/sw.ts'),
  },
  output: {
    entryFileNames: (chunk: { name: string }) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
  },
};

export default defineConfig(({ mode }) => {
  const source = pageSources[mode];
  // Other tools read this file too, in modes of their own.
  if (source === undefined) return {};
  return {
    root: fromHere(source),
    base: './',
    plugins: [react(), ...(mode === 'handheld' ? [installable()] : [])],
    define: { packproofVersion: JSON.stringify(packageVersion) },
    build: {
      outDir: fromHere(`dist/web/${mode}`),
      emptyOutDir: true,
      // Pack stations run tablets and handhelds of several years' age.
      target: ['chrome111', 'firefox115', 'safari16'],
      // An inlined asset would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      ...(mode === 'handheld' ? { rolldownOptions: handheldInput } : {}),
    },
  };
});
