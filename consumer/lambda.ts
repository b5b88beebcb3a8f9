import { closeSharedFiles } from './credentials/shared-files.ts';
import { readFunctionEnvironment } from './lambda/environment.ts';
import { sqsHandler } from './lambda/sqs-handler.ts';

// Before the first client: it would look for them at each cold start.
closeSharedFiles();

/** The consumer of a group without a cluster. A wrong environment fails the cold start, and the messages stay in the queue. */
export const handler = sqsHandler(readFunctionEnvironment());
