/** Which part of the log lies in segment files. */
export const archiveTables = '';
