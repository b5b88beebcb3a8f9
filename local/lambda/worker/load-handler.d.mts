type Handler = (event: unknown, context: object) => unknown;

export function loadHandler(taskRoot: string, handler: string): Promise<Handler>;
export function moduleFile(taskRoot: string, handler: string): string;
export function handlerIn(module: unknown, handler: string): Handler;
export function loadFailure(cause: unknown): unknown;
