/** What the Dockerfile makes, as a pod has to know it. */
export const IMAGE = {
  /** The entry point of the base image and the image's own arguments, in the open: who reads the manifest sees what runs. */
  command: ['/nodejs/bin/node', '--enable-source-maps', 'main.mjs'],
  workingDirectory: '/consumer',
  /** The base image's user `nonroot`, and its group. */
  user: 65_532,
  /** Of the health server: probes and metrics. */
  port: 8_080,
} as const;
