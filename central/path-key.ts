import { kernelErrors } from '../kernel/kernel-errors.ts';

/**
 * The body of a request that has its key in the path, with that key. The body may name it, too.
 *
 * @throws REQUEST_INVALID if it names another one: nobody knows then which of the two is meant.
 */
export function withPathKey(body: unknown, name: string, key: string): object {
  const members = body as Readonly<Record<string, unknown>> | null;
  const named = members?.[name];
  if (named === undefined || named === key) return { ...members, [name]: key };
  const place = `body.${name}`;
  throw kernelErrors.fault('REQUEST_INVALID', `${place}: the path names ${key}, the body another one`, {
    place,
  });
}
