import { defineStep } from '../../../../lambda/step/define-step.ts';

/** A step whose code writes a line with each call: which deployment it is of, what it does, for whom. */
export function tellingStep(deployment: string) {
  const tell = (what: string, idempotencyKey: string) => {
    const [id, , step] = idempotencyKey.split(':');
    process.stdout.write(`${id}: ${deployment} ${what} ${step}\n`);
  };
  return defineStep({
    run: ({ idempotencyKey }) => {
      tell('runs', idempotencyKey);
      return { Data: { By: deployment } };
    },
    rollback: ({ idempotencyKey }) => tell('undoes', idempotencyKey),
  });
}
