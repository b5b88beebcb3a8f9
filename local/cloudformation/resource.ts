import { describe } from '../../contract/describe.ts';
import { type Assets, assetDirectory } from './assets.ts';
import { NO_VALUE, type Scope } from './scope.ts';
import { generatedName, type History, type ResourceType, type ResourceView } from './types/resource-type.ts';

/** A resource of a template as it would be after the deployment. */
export interface Resource {
  /** The stack's name. */
  readonly stack: string;
  readonly logicalId: string;
  /** Such as `AWS::DynamoDB::Table`. */
  readonly type: string;
  /** What Ref gives. */
  readonly physicalId: string;
  /** What Fn::GetAtt gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Intrinsics resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whether CloudFormation leaves it where a later template has it no more, or has another in its place. */
  isKeptWhen(gone: 'removed' | 'replaced'): boolean;
  /**
   * The directory of an asset that the resource names by its key in the assets' bucket, as a Lambda's Code.S3Key does.
   *
   * @throws TemplateError when the assembly has no such directory
   */
  assetPath(objectKey: unknown): string;
  /** Refuses the resource. @throws TemplateError that names stack, logical id and type */
  fail(problem: string): never;
}

export interface TemplateResourceProps {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Undefined where the type is not known: it is refused only where its condition holds. */
  readonly kind: ResourceType | undefined;
  readonly declared: Readonly<Record<string, unknown>>;
  /** @default Delete */
  readonly deletionPolicy: unknown;
  /** @default Delete */
  readonly updateReplacePolicy: unknown;
  readonly scope: Scope;
  readonly assets: Assets;
  readonly endpoint: string | undefined;
  readonly history: History | undefined;
}

/** Resolves only what is asked for, when it is asked for: so there is no deployment order, and no dependency graph. */
export class TemplateResource implements Resource, ResourceView {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly #props: TemplateResourceProps;
  #physicalId: string | undefined;
  #properties: Readonly<Record<string, unknown>> | undefined;

  constructor(props: TemplateResourceProps) {
    this.stack = props.stack;
    this.logicalId = props.logicalId;
    this.type = props.type;
    this.#props = props;
  }

  get physicalId(): string {
    const { kind } = this.#props;
    this.#physicalId ??= kind?.ref?.(this) ?? generatedName(this, `${this.stack}-${this.logicalId}`, 128);
    return this.#physicalId;
  }

  get properties(): Readonly<Record<string, unknown>> {
    this.#properties ??= this.#props.scope.resolve(this.#props.declared) as Record<string, unknown>;
    return this.#properties;
  }

  get attributes(): Readonly<Record<string, unknown>> {
    const all = Object.entries(this.#props.kind?.attributes ?? {});
    return Object.fromEntries(all.map(([name, compute]) => [name, compute(this)]));
  }

  /** @throws TemplateError when the attribute is not known or has no value */
  attribute(name: string): unknown {
    const { attributes = {} } = this.#props.kind ?? {};
    const value = Object.hasOwn(attributes, name) ? attributes[name]?.(this) : undefined;
    if (value !== undefined) return value;
    const known = Object.keys(attributes).join(', ') || 'none';
    return this.fail(
      `attribute ${name} has no value in the embedded cloud, which knows of this type: ${known}; ` +
        'do without it, or add it in local/cloudformation/types',
    );
  }

  get endpoint(): string {
    return (
      this.#props.endpoint ??
      this.fail(
        'its physical id begins with the endpoint, but the assembly was read without one: pass it to readAssembly',
      )
    );
  }

  versionNumber(ownerArn: string): string {
    return this.#props.history?.versionNumber(this, ownerArn) ?? '1';
  }

  get revisionId(): string | undefined {
    return this.#props.history?.revisionId(this);
  }

  isKeptWhen(gone: 'removed' | 'replaced'): boolean {
    const { deletionPolicy, updateReplacePolicy } = this.#props;
    // Once it is deployed, RetainExceptOnCreate means no less than Retain.
    return String(gone === 'removed' ? deletionPolicy : updateReplacePolicy).startsWith('Retain');
  }

  refuseUnknownType(): void {
    if (this.#props.kind !== undefined) return;
    this.fail(
      'the embedded cloud does not know this resource type: leave the stack out, or add the type in ' +
        'local/cloudformation/types, with the reason where nothing has to happen for it',
    );
  }

  property(name: string): unknown {
    const value = Object.hasOwn(this.#props.declared, name) ? this.#props.declared[name] : undefined;
    if (value === undefined) return undefined;
    const resolved = this.#props.scope.resolve(value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  text(name: string): string | undefined {
    const value = this.property(name);
    if (value === undefined || typeof value === 'string') return value;
    return this.fail(`property ${name} is ${describe(value)}, but has to be a string`);
  }

  requiredText(name: string): string {
    return this.text(name) ?? this.fail(`property ${name} is missing`);
  }

  assetPath(objectKey: unknown): string {
    return assetDirectory(this.#props.assets, objectKey, (problem) => this.fail(problem));
  }

  fail(problem: string): never {
    return this.#props.scope.fail(problem);
  }
}
