/**
 * Stands in the function's bundle where the SDK's default credential chain would: a third of the bundle and of the time to
 * load it, for files, SSO, a login and a metadata service that no function has. The clients are given the execution role's keys.
 *
 * @throws Error at a request of a client that was given none
 */
export function defaultProvider(): () => Promise<never> {
  return async () => {
    throw new Error('there is no default credential chain in this bundle: give each client its credentials');
  };
}
