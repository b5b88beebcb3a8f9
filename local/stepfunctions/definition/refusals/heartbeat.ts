import type { Refusal } from './refusal.ts';

/** No supported Task can send a heartbeat. */
export const refuseHeartbeats: Refusal = (state) =>
  ['HeartbeatSeconds', 'HeartbeatSecondsPath']
    .filter((field) => field in state)
    .map((field) => `${field}: nothing here sends heartbeats; use TimeoutSeconds`);
