/** What an intrinsic function may ask of the place that it stands in. */
export interface Scope {
  /** Resolves what stands in an argument: intrinsics nest. */
  resolve(value: unknown): unknown;
  /** A template parameter, a pseudo parameter, or a resource's physical id. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, topLevelKey: string, secondLevelKey: string): unknown;
  /** The value that any stack exports under the name. */
  importValue(exportName: string): unknown;
  stackOutput(stack: string, output: string): unknown;
  /** The value of the AWS::SSM::Parameter of that name, whichever stack has it. */
  ssmParameter(name: string): string;
  /** @throws TemplateError that names this place */
  fail(problem: string, options?: ErrorOptions): never;
}

/** What `Ref: AWS::NoValue` gives: the property or element that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');
