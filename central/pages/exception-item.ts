/** A fact that a person has to look at, as `GET /v1/exceptions` lists it. */
export interface ExceptionItem {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly code: string;
  readonly message: string;
  readonly at: string;
  readonly order: string | null;
  readonly settled: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export function exceptionPath({ site, station, seq, code }: ExceptionItem): string {
  return `/v1/exceptions/${[site, station, String(seq), code].map(encodeURIComponent).join('/')}`;
}
