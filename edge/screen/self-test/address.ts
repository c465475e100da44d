/** The page that tests a scanner, within the address of the screen. */
export const selfTestAddress = '#/self-test';
