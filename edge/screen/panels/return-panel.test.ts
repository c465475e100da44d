import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ReturnView } from '../../fulfilment/returns/return-view.ts';
import { ReturnRows } from './return-panel.tsx';

const goods: ReturnView = {
  kind: 'return',
  return: 'R-1',
  order: 'SO-1',
  condition: 'damaged',
  disposition: null,
  location: null,
  lines: [
    { line: 1, sku: 'MUG', name: 'Mug', left: 2, received: 2 },
    { line: 2, sku: 'TEA', name: 'Tea', left: 3, received: 1 },
  ],
};

test('what came back is counted against what left, and nobody has to bring the rest', () => {
  const rows = renderToStaticMarkup(createElement(ReturnRows, { goods }))
    .split('<li')
    .slice(1)
    .map((row) => [/data-state="(\w+)"/.exec(row)?.[1], row.replace(/^[^>]*>|<[^>]*>/g, '')]);
  expect(rows).toEqual([
    ['partial', expect.stringMatching(/1\/3$/)],
    ['done', expect.stringContaining('2/2done')],
  ]);
});
