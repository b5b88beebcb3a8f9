import { describe } from '../../contract/describe.ts';
import type { Assets } from './assets.ts';
import type { CrossStack } from './cross-stack.ts';
import { evaluateCondition } from './intrinsics/conditions.ts';
import { parameterValue } from './parameters.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { resolve } from './resolve.ts';
import { TemplateResource } from './resource.ts';
import type { Scope } from './scope.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';
import { RESOURCE_TYPES } from './types/index.ts';
import type { History } from './types/resource-type.ts';

export interface StackProps {
  readonly name: string;
  readonly template: Template;
  readonly assets: Assets;
  readonly endpoint: string | undefined;
  readonly history: History | undefined;
  readonly others: CrossStack;
}

/** A stack, its names bound to what they mean. */
export class Stack {
  readonly name: string;
  readonly #props: StackProps;
  /** What is being resolved right now: what asks for it again would never end. */
  readonly #resolving = new Set<string>();
  readonly #declared: ReadonlyMap<string, { readonly condition: unknown; readonly resource: TemplateResource }>;

  constructor(props: StackProps) {
    this.name = props.name;
    this.#props = props;
    this.#declared = new Map(
      [...props.template.Resources].map(([logicalId, declared]) => [
        logicalId,
        { condition: declared.Condition, resource: this.#bind(logicalId, declared) },
      ]),
    );
  }

  /** Those whose condition holds. @throws TemplateError for a resource type that is not known */
  resources(): TemplateResource[] {
    const present = [...this.#declared.keys()].map((logicalId) => this.#present(logicalId));
    return present.filter((resource) => resource !== undefined);
  }

  /** The AWS::SSM::Parameters of that name: nothing else is resolved, since a condition may be what asks. */
  ssmParameters(name: string): TemplateResource[] {
    const named = [...this.#declared].filter(
      ([, { resource }]) => resource.type === 'AWS::SSM::Parameter' && resource.physicalId === name,
    );
    return named.map(([logicalId]) => this.#present(logicalId)).filter((resource) => resource !== undefined);
  }

  /** The outputs whose condition holds. */
  outputs(): readonly { readonly name: string; readonly exportName: unknown; value(): unknown }[] {
    return [...this.#props.template.Outputs]
      .filter(([name, { Condition }]) => this.#holds(Condition, `output ${name}`))
      .map(([name, { Value, Export }]) => {
        const scope = this.#scope(`output ${name}`);
        const exported = resolve(Export ?? {}, scope) as { Name?: unknown };
        return {
          name,
          exportName: exported.Name,
          value: () => this.#once(`output ${name}`, scope, () => resolve(Value, scope)),
        };
      });
  }

  #bind(logicalId: string, declared: Readonly<Record<string, unknown>>): TemplateResource {
    const type = String(declared.Type);
    const scope = this.#scope(`resource ${logicalId} (${type})`);
    const properties = (declared.Properties ?? {}) as Readonly<Record<string, unknown>>;
    return new TemplateResource({
      stack: this.name,
      logicalId,
      type,
      kind: RESOURCE_TYPES.get(type),
      declared: properties,
      deletionPolicy: declared.DeletionPolicy,
      updateReplacePolicy: declared.UpdateReplacePolicy,
      scope,
      assets: this.#props.assets,
      endpoint: this.#props.endpoint,
      history: this.#props.history,
    });
  }

  #scope(place: string): Scope {
    const { template, others } = this.#props;
    const scope: Scope = {
      resolve: (value) => resolve(value, scope),
      ref: (name) => this.#once(`Ref ${name}`, scope, () => this.#ref(name, scope)),
      getAtt: (logicalId, attribute) =>
        this.#once(`${logicalId}.${attribute}`, scope, () => this.#find(logicalId, scope).attribute(attribute)),
      condition: (name) => this.#once(`condition ${name}`, scope, () => this.#condition(name, scope)),
      mapping: (name, top, second) => {
        const keys = template.Mappings.get(name)?.[top] as Readonly<Record<string, unknown>> | undefined;
        return keys?.[second] ?? scope.fail(`mapping ${name} has nothing under ${top}, ${second}`);
      },
      importValue: (name) => others.importValue(name, scope),
      stackOutput: (stack, output) => others.stackOutput(stack, output, scope),
      ssmParameter: (name) => others.ssmParameter(name, scope),
      fail: (problem, options) => {
        throw new TemplateError(`stack ${this.name}, ${place}`, problem, options);
      },
    };
    return scope;
  }

  #ref(name: string, scope: Scope): unknown {
    const pseudo = pseudoParameter(name);
    if (pseudo !== undefined) return pseudo(this.name);
    const parameter = this.#props.template.Parameters.get(name);
    return parameter === undefined ? this.#find(name, scope).physicalId : parameterValue(name, parameter, scope);
  }

  #find(logicalId: string, scope: Scope): TemplateResource {
    return (
      this.#present(logicalId) ??
      scope.fail(
        `refers to ${describe(logicalId)}, which is no parameter and no resource of this stack, or not with its condition`,
      )
    );
  }

  #present(logicalId: string): TemplateResource | undefined {
    const declared = this.#declared.get(logicalId);
    if (declared === undefined || !this.#holds(declared.condition, `resource ${logicalId}`)) return undefined;
    declared.resource.refuseUnknownType();
    return declared.resource;
  }

  #holds(condition: unknown, place: string): boolean {
    return condition === undefined || this.#scope(place).condition(String(condition));
  }

  #condition(name: string, scope: Scope): boolean {
    const declared = this.#props.template.Conditions.get(name);
    return declared === undefined
      ? scope.fail(`condition ${name} is not declared`)
      : evaluateCondition(declared, scope);
  }

  #once<T>(key: string, scope: Scope, compute: () => T): T {
    if (this.#resolving.has(key)) {
      return scope.fail(`${key} depends on itself, through ${[...this.#resolving].join(', ')}: break the circle`);
    }
    this.#resolving.add(key);
    try {
      return compute();
    } finally {
      this.#resolving.delete(key);
    }
  }
}
