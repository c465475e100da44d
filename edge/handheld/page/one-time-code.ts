/**
 * The one-time code that an invitation carries behind `#`, taken out of the address at once, so that it stays in no history.
 *
 * @returns '' if there is none.
 */
export function takeCode({ location, history }: Pick<Window, 'location' | 'history'>): string {
  if (!location.pathname.endsWith('/enrol')) return '';
  const code = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', './');
  return code;
}
