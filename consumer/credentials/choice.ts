import type { CredentialsSource } from './identity.ts';

/** Where the credentials come from, or all that is wrong with what the environment says of it. */
export type Choice =
  | { readonly source: CredentialsSource; readonly problems?: undefined }
  | { readonly problems: readonly string[] };

/** A variable that is empty is as good as not set. */
export function given(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
