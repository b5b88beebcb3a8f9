export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }] },
  testEnvironment: 'node',
  // Of a test that hangs: on a busy machine a saga takes seconds, and none of them is a measurement.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/support/assembly.ts',
  setupFiles: ['<rootDir>/test/support/without-validation.ts'],
  // Two cores: a second worker helps, a third only waits.
  maxWorkers: 2,
  // A worker keeps every module that a test file loaded, aws-cdk-lib once for each: it is replaced before collecting garbage is
  // all that it does.
  workerIdleMemoryLimit: '768MB',
};
