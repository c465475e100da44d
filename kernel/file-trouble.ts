import { messageOf } from './errors.ts';

/** By the codes of the operating system (errno(3)). */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'its path leads through a file as if that were a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'there is something of this name already',
  EACCES: 'the user of this program has no permission for it',
  EPERM: 'the user of this program has no permission for it',
  EROFS: 'its disk can only be read',
  ENOSPC: 'its disk is full',
};

/** What a person is told of a file that could not be read or written: the system names its own calls instead. */
export function fileTrouble(thrown: unknown): string {
  const { code } = thrown as { readonly code?: unknown };
  return (typeof code === 'string' ? words[code] : undefined) ?? messageOf(thrown);
}
