/**
 * Before each test file. CloudFormation's rules come as WebAssembly, which every file would compile anew: two seconds of CPU, and
 * memory that a worker never gives back. Apps in tests go without, unless a file asks for them.
 */
process.env.CDK_VALIDATION = 'false';
