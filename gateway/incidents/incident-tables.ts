/** Named troubles of stations, and the signed heads of their chains. */
export const incidentTables = '';
