import type { Assembly } from '../cloudformation/assembly.ts';
import { arnOf } from '../cloudformation/place.ts';

/** A parameter as the API answers it. */
export interface SsmParameter {
  readonly Name: string;
  readonly Type: string;
  readonly Value: string;
  readonly Version: number;
  /** Seconds since 1970. */
  readonly LastModifiedDate: number;
  readonly ARN: string;
  readonly DataType: string;
}

/**
 * The AWS::SSM::Parameters of an assembly, by name.
 *
 * @throws TemplateError when two have one name
 */
export function readParameters(assembly: Assembly): ReadonlyMap<string, SsmParameter> {
  const parameters = new Map<string, SsmParameter>();
  const LastModifiedDate = Math.floor(Date.now() / 1000);
  for (const resource of assembly.resources('AWS::SSM::Parameter')) {
    const { physicalId: Name, properties } = resource;
    if (parameters.has(Name)) resource.fail(`another resource has the name ${Name} already: rename one`);
    parameters.set(Name, {
      Name,
      Type: String(properties.Type),
      Value: String(properties.Value),
      Version: 1,
      LastModifiedDate,
      ARN: arnOf('ssm', `parameter${Name.startsWith('/') ? '' : '/'}${Name}`),
      DataType: String(properties.DataType ?? 'text'),
    });
  }
  return parameters;
}
