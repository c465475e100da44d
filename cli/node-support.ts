import { cliErrors } from './cli-errors.ts';

/**
 * Node 24.19 changed a header that better-sqlite3 12 is compiled with; what is built against it aborts the process at the next garbage
 * collection (nodejs/node#65446). better-sqlite3 13 does not, but no longer runs on Node 20. A clear word beats a crash in the middle of a shift.
 *
 * @throws NODE_UNSUPPORTED
 */
export function assertNodeSupported(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const breaks = major > 24 || (major === 24 && minor >= 19);
  if (!breaks) return;
  throw cliErrors.fault('NODE_UNSUPPORTED', `Node ${version} aborts with this release's SQLite driver`, {
    place: process.execPath,
  });
}
