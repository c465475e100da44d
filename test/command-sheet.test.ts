import { expect, test } from 'vitest';
import { commandSections } from '../cli/commands/sheet/sheet-commands.ts';
import { scene, sceneNames } from '../edge/screen/testing-scenes.ts';

/** What a site names itself, and what a person types: neither stands on a sheet for all sites. */
const ofTheSite = /^PP:(LOAD|PACKAGING|ENTER)\b/;

test('every button of every kind of work has its barcode on the command sheet', () => {
  const onSheet = commandSections('en').flatMap(({ entries }) => entries.map(({ code }) => code));
  const buttons = sceneNames.flatMap((name) =>
    scene(name)
      .view()
      .actions.map(({ code }) => code),
  );
  const missing = buttons.filter((code) => !ofTheSite.test(code) && !onSheet.includes(code));
  expect([...new Set(missing)]).toEqual([]);
});
