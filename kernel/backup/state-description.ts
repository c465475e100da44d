/** A database file of a service, as backup and restore have to know it. */
export interface DatabaseDescription {
  /** Its name in the data folder. */
  readonly file: string;
  /** The newest schema that this program knows. */
  readonly schemaVersion: number;
  /** Reads the version of the schema of a file; `PRAGMA user_version` unless the service keeps it elsewhere. */
  readonly versionSql?: string;
  /** What the backup is noted to hold: a name and the SQL of one number. */
  readonly positions: Readonly<Record<string, string>>;
  /** What is written into a database that was put back, if it has that table: those who followed it must find out. */
  readonly afterRestore?: { readonly table: string; readonly sql: string };
}

/** What a service keeps in its data folder. Files that are no databases are kept whole, whatever they are. */
export interface StateDescription {
  readonly service: string;
  /** The one without which nothing else means anything comes first. */
  readonly databases: readonly [DatabaseDescription, ...DatabaseDescription[]];
}
