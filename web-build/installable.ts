import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { drawIcon } from './icon.ts';

const icons = [
  { fileName: 'icons/icon-192.png', side: 192, maskable: false },
  { fileName: 'icons/icon-512.png', side: 512, maskable: false },
  { fileName: 'icons/icon-maskable-512.png', side: 512, maskable: true },
];

const manifestName = 'manifest.webmanifest';
/** The files that are made here. */
const own = [manifestName, ...icons.map(({ fileName }) => fileName)];

/** What a browser needs to install the handheld (W3C Web Application Manifest). */
const manifest = {
  id: './',
  name: 'Packproof handheld',
  short_name: 'Packproof',
  description: 'Pick, pack, ship, return and count by scanning, with or without a network',
  start_url: './',
  scope: './',
  display: 'standalone',
  orientation: 'any',
  background_color: '#0c1c2b',
  theme_color: '#174875',
  icons: icons.map(({ fileName, side, maskable }) => ({
    src: fileName,
    sizes: `${side}x${side}`,
    type: 'image/png',
    purpose: maskable ? 'maskable' : 'any',
  })),
};

/** Makes a page installable: its icons, its manifest, and a service worker (`sw.js`) that knows the files of this very build. */
export function installable(): Plugin {
  return {
    name: 'packproof-installable',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const { fileName, side, maskable } of icons)
          this.emitFile({ type: 'asset', fileName, source: drawIcon(side, maskable) });
        const text = JSON.stringify(manifest, null, 2);
        this.emitFile({ type: 'asset', fileName: manifestName, source: text });
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') throw new Error('the build has no sw.js');
        const known = { version: versionOf(bundle), files: [...filesOf(bundle), ...own] };
        worker.code = `const packproofFiles=${JSON.stringify(known)};\n${worker.code}`;
      },
    },
  };
}

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, { handler: unknown }>['handler']>[1];

function filesOf(bundle: Bundle): string[] {
  return Object.keys(bundle).filter(
    (name) => name !== 'sw.js' && !name.endsWith('.map') && !own.includes(name),
  );
}

/** Changes with every byte of the program. */
function versionOf(bundle: Bundle): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(bundle).sort()) {
    const file = bundle[name];
    if (file === undefined) continue;
    hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
  }
  return hash.digest('hex').slice(0, 16);
}
