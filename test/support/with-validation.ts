/** For test files whose apps are checked by CloudFormation's rules, as they are on deployment: what these find throws. */
delete process.env.CDK_VALIDATION;
