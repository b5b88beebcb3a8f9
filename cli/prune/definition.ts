/** A published version of a Lambda function. */
export interface FunctionVersion {
  /** Without the version. */
  readonly functionArn: string;
  readonly version: string;
}

const FUNCTION_ARN = /arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::(?:[\w-]+|\$LATEST))?/g;
const QUALIFIER = 7;

/** The functions that a state machine's definition names, without their versions. */
export function functionsIn(definition: string): Set<string> {
  return new Set(arnsIn(definition).map(({ functionArn }) => functionArn));
}

/** The published versions of functions that a state machine's definition names. */
export function functionVersionsIn(definition: string): FunctionVersion[] {
  return arnsIn(definition).flatMap(({ functionArn, qualifier }) =>
    qualifier !== undefined && /^\d+$/.test(qualifier) ? [{ functionArn, version: qualifier }] : [],
  );
}

function arnsIn(definition: string) {
  return [...definition.matchAll(FUNCTION_ARN)].map(([arn]) => {
    const parts = arn.split(':');
    return { functionArn: parts.slice(0, QUALIFIER).join(':'), qualifier: parts[QUALIFIER] };
  });
}
