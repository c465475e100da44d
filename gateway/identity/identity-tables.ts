/** Enrolment codes, stations and their keys, back-office clients. */
export const identityTables = '';
