/** Of the package, set when the page is built. */
declare const packproofVersion: string;

export const version = packproofVersion;
