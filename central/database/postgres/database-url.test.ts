import { describe, expect, test } from 'vitest';
import { readDatabaseUrl, tlsOptions } from './database-url.ts';

const read = (url: string) => {
  const address = readDatabaseUrl(url);
  if (typeof address === 'string') throw new Error(address);
  return address;
};

describe('the address of a database', () => {
  test('is read with its password, which its place leaves out', () => {
    expect(read('postgres://pack:s%40cret%2F@db.example:6432/books')).toEqual({
      ...{ host: 'db.example', port: 6432, database: 'books', user: 'pack', password: 's@cret/' },
      place: 'db.example:6432/books',
      tls: { mode: 'verify-full' },
    });
    expect(read('postgresql://pack@[::1]/books')).toMatchObject({ host: '::1', port: 5432 });
    expect(read('postgres:///books?host=/run/postgresql&user=pack')).toMatchObject({
      ...{ host: '/run/postgresql', user: 'pack', password: undefined },
      place: '/run/postgresql:5432/books',
    });
  });

  test.each([
    ['localhost', '', 'disable'],
    ['127.0.0.1', '', 'disable'],
    ['db.example', '', 'verify-full'],
    ['db.example', '?sslmode=disable', 'disable'],
    ['localhost', '?sslmode=require', 'require'],
  ])('%s%s is spoken to by %s', (host, query, mode) => {
    expect(read(`postgres://pack@${host}/books${query}`).tls.mode).toBe(mode);
  });

  test.each([
    ['mysql://pack:secret@db/books', 'an address such as postgres://'],
    ['not an address with a secret', 'an address such as postgres://'],
    ['postgres://pack:secret@db/', 'names no host'],
    ['postgres://db/books', 'names no host, no database or no user'],
    ['postgres://pack:secret@db/books?sslmode=prefer', 'sslmode is one of'],
    ['postgres://pack:secret@db/books?sslmod=require', 'sslmod is not known'],
    ['postgres://pack:secret@db/books?sslmode=disable&sslrootcert=/ca', 'sslmode is disable'],
    ['postgres://pack:secret@db/books?sslmode=verify-ca', 'needs sslrootcert'],
    ['postgres://pack:secret@db/books?host=other', 'folder of a Unix socket'],
    ['postgres://pack:sec%ret@db/books', 'two hexadecimal digits'],
  ])('%s is refused without repeating it', (url, said) => {
    const refusal = readDatabaseUrl(url);
    expect(refusal).toContain(said);
    expect(refusal).not.toContain('secret');
  });

  test('names the file that cannot be read', () => {
    const address = read('postgres://pack@db/books?sslrootcert=/nowhere/ca.pem');
    expect(() => tlsOptions(address)).toThrow('/nowhere/ca.pem');
  });

  test('only `require` without an authority takes any certificate', () => {
    const verifies = (query: string) => {
      const options = tlsOptions(read(`postgres://pack@db/books?${query}`));
      return options === false ? false : options.rejectUnauthorized;
    };
    expect(verifies('sslmode=require')).toBe(false);
    expect(verifies('sslmode=verify-full')).toBe(true);
    expect(verifies('')).toBe(true);
    expect(verifies('sslmode=disable')).toBe(false);
  });
});
