import { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandGroups, groupsFor } from './command-groups.ts';

test.each(commandGroups)('$names are found where they are looked for', async ({ names, load }) => {
  const program = new Command();
  (await load())(program);
  expect(program.commands.map((command) => command.name())).toEqual(names);
});

test('a command line loads the command that it names, and one that names none loads all, for the help', () => {
  expect(groupsFor('restore').flatMap(({ names }) => names)).toEqual(['backup', 'restore']);
  for (const unknown of [undefined, '--help', 'pack']) expect(groupsFor(unknown)).toEqual(commandGroups);
});
