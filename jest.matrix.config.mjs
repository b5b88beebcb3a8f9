import config from './jest.config.mjs';

/** The whole failure matrix, which docs/matrix.md describes: MATRIX_CASE, MATRIX_SAMPLE and MATRIX_SEED take a part of it. */
export default {
  ...config,
  testMatch: ['<rootDir>/test/matrix/**/*.matrix.ts'],
  globalSetup: '<rootDir>/test/matrix/world/synthesize-once.ts',
};
