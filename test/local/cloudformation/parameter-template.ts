import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { writeAssembly } from './write-assembly.ts';

/** A template with one SSM parameter, `P`, of the given value, and whatever else it takes. */
export function templateOf(value: unknown, sections: Readonly<Record<string, object>> = {}): object {
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: value } };
  return { ...sections, Resources: { P: parameter, ...sections.Resources } };
}

/** What a value of a template resolves to, in a stack named `Saga`. */
export function resolved(value: unknown, sections?: Readonly<Record<string, object>>): unknown {
  const assembly = readAssembly(writeAssembly({ stacks: { Saga: templateOf(value, sections) } }));
  return assembly.resources('AWS::SSM::Parameter').find(({ logicalId }) => logicalId === 'P')?.properties.Value;
}

export const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'Orders' } };
