import { definePublishCommitted } from './define-publish-committed.ts';
import { createPublishRuntime } from './runtime.ts';

/** What EventBridge invokes for each saga that committed. */
export const handler = definePublishCommitted(createPublishRuntime());
