import type { Refusal } from './refusal.ts';

/** There is one account, and no IAM. */
export const refuseCredentials: Refusal = (state) =>
  'Credentials' in state ? ['Credentials: there is no other account to assume a role in'] : [];
