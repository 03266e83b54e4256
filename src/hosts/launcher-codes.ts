/**
 * How `holdpoint hook` tells its launcher that it ran to its end: with these codes, and with what belongs on standard
 * error on standard output. A program that ends in any other way (an emptied bundle ends with 0) has not answered.
 */
export const launcherCodes = { answered: 40, blocked: 42 } as const;

/**
 * Variables by which Node loads somebody's code into itself; OpenSSL's configuration names libraries. The command for
 * people puts them aside, for the servers that `holdpoint mcp` starts.
 */
export const putAside = ['NODE_OPTIONS', 'NODE_PATH', 'NODE_COMPILE_CACHE', 'OPENSSL_CONF'] as const;
