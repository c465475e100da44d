/**
 * The one-time code that an invitation carries behind `#`, taken out of the address at once, so that it stays in no history.
 *
 * @returns '' if there is none.
 */
export function takeCode({
  location,
  history,
}: {
  readonly location: Pick<Location, 'pathname' | 'hash'>;
  readonly history: Pick<History, 'replaceState'>;
}): string {
  if (!location.pathname.endsWith('/enrol')) return '';
  const { hash } = location;
  history.replaceState(null, '', './');
  return decoded(hash.slice(1));
}

/** An address that was cut off or mistyped must not keep the page from opening: it says what is wrong with the code. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
