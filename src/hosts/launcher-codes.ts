/**
 * How `holdpoint hook` tells its launcher that it ran to its end: with these codes, and with what belongs on standard
 * error on standard output. A program that ends in any other way (an emptied bundle ends with 0) has not answered.
 */
export const launcherCodes = { answered: 40, blocked: 42 } as const;
